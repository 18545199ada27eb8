"""A run as files for others: JUnit XML for build servers, one HTML page for people.

Both are written of whatever a run has shown, also if it was interrupted. Neither calls passed
what was not run.
"""
