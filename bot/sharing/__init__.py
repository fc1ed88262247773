"""What staff hand over: links, QR codes, posters and cards."""
