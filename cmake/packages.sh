# install_packages FILE: installs the Debian packages named in FILE that are missing. A tool that is there already by
# other means (a newer Node.js with its npm) is left alone.
install_packages() {
    local missing=() name
    while read -r name; do
        case "$name" in ''|'#'*) continue ;; esac
        case "$name" in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$name")
    done < "$1"
    [ "${#missing[@]}" -gt 0 ] || return 0
    local sudo=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "These packages are missing; install them as root: ${missing[*]}" >&2; return 1; }
        sudo=sudo
    fi
    echo "Installing ${#missing[@]} Debian packages" >&2
    # Servers that only tests start must not be started by their installation.
    local policy=/usr/sbin/policy-rc.d ours=0
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
        $sudo chmod +x "$policy"
        ours=1
    fi
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    [ "$ours" = 0 ] || $sudo rm -f "$policy"
}
