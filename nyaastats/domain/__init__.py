"""The records that cross a stage, and the calendar and eligibility rules that all stages share; free of any I/O."""
