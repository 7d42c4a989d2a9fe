"""The command line: parse, call one function, print. The only code that imports click."""
