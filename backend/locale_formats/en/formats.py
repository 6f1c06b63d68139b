"""British English: the 24-hour clock, the day before the month."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j F Y, G:i"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "j M Y, G:i"
YEAR_MONTH_FORMAT = "F Y"
