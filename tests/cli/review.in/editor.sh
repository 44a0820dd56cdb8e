printf 'One.\n\nTwo.\n' > "$1"
