"""What the pages look like: functions of values."""
