#!/usr/bin/env bash
# Instructions of our decoders beside those of the parsers alone, counted by callgrind: bench_decode -> lines
# `WHAT <tab> RATIO <tab> UNIT <tab> MARK`. Without valgrind it says so and prints nothing else.
set -euo pipefail
bench=$1
command -v valgrind >/dev/null || { echo "NOTE: no valgrind, instructions are not counted" >&2; exit 0; }
out=$(mktemp)
trap 'rm -f "$out"' EXIT

count() {  # case, ours or theirs, times
    valgrind --tool=callgrind --callgrind-out-file="$out" --toggle-collect=glassline_measured "$bench" --count "$@" 2>&1 |
        sed -nE 's/.*Collected : ([0-9]+).*/\1/p'
}

"$bench" --list | while IFS=$'\t' read -r number name messages parser; do
    times=$((messages > 20 ? 2 : 40))
    ours=$(count "$number" ours "$times")
    theirs=$(count "$number" theirs "$times")
    mark=1.5
    [ "$parser" = pugixml ] && mark=2
    awk -v what="decode $name, instructions" -v ours="$ours" -v theirs="$theirs" -v parser="$parser" -v mark="$mark" \
        'BEGIN { printf "%s\t%.3f\tx %s\t%s\n", what, ours / theirs, parser, mark }'
done
