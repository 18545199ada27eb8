"""From every clause of the spec to what decides, proves, tests and breaks it: a build-time check.

It reads the files of a checkout and executes nothing but, for a sample, private copies of the
reference. A tag in a comment only says that a line decides a clause; the sample shows it.
"""
