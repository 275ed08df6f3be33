"""Files stored once by content, digitised components, rendering of papers."""
