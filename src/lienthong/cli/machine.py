"""What the machine says of itself, asked before Django sets the time zone of the process."""

import time

seconds_east = time.localtime().tm_gmtoff
