echo One. > "$1"
echo >> "$1"
echo Two. >> "$1"
