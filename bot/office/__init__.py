"""The knowledge office: files in, checked and compared; versions accepted, served and taken back."""
