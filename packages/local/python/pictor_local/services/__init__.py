"""The services of AWS that the emulator adds to ministack or mends in it, one folder each."""
