import sys

from lienthong.cli.main import main

sys.exit(main())
