# shellcheck shell=bash
# Set-up that Scripts/fabrica, Scripts/test and .ci/run share: the repository's root, Swift, Debian packages.
#
# Sourced, never run. Everything it says goes to standard error; what is missing and cannot be mended here ends
# the script with exit code 4 and one message that says what to do.

# The folder this file lies two levels under, links resolved. To be called in a command substitution: it changes folder.
repositoryRoot() {
  local file=${BASH_SOURCE[0]}
  if [[ $file != */* ]]; then file=./$file; fi
  cd -P "${file%/*}/../.." && pwd
}

say() { printf "fabrica: %s\n" "$*" >&2; }

refuse() {
  say "$@"
  exit 4
}

# Sets SWIFT, for whoever sources this, to the first Swift of at least 6.1: on the PATH, else where swiftly puts it.
findSwift() {
  local candidate version tooOld=
  for candidate in "$(command -v swift || true)" "${SWIFTLY_BIN_DIR:-${HOME:-}/.local/share/swiftly/bin}/swift"; do
    if [[ -z $candidate || ! -x $candidate ]]; then continue; fi
    version=$("$candidate" --version 2>/dev/null || true)
    # OpenStack's client is called swift as well; it does not say "Swift version".
    if [[ ! $version =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]]; then continue; fi
    if ((BASH_REMATCH[1] > 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] >= 1))); then
      # shellcheck disable=SC2034 # read by the scripts that source this
      SWIFT=$candidate
      return
    fi
    tooOld="${BASH_REMATCH[1]}.${BASH_REMATCH[2]} ($candidate)"
  done
  if [[ -n $tooOld ]]; then
    refuse "Swift 6.1 or later is needed, this machine has $tooOld." \
      "Install a newer one as https://www.swift.org/install/linux says, open a new shell and try again."
  fi
  refuse "Swift 6.1 or later is needed and was not found." \
    "Install it as https://www.swift.org/install/linux says, open a new shell and try again."
}

# Installs the packages of packages.txt for the given uses (build, test, ci) that are missing.
#
# One dpkg-query when nothing is missing. On a machine without dpkg the build itself tells what it lacks.
needPackages() {
  local root=$1 name use installed missing=() wanted=()
  shift
  while read -r name use _; do
    if [[ -z $name || $name == \#* ]]; then continue; fi
    if [[ " $* " == *" $use "* ]]; then wanted+=("$name"); fi
  done <"$root/Scripts/packages.txt"
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian system; the build needs what these packages hold: ${wanted[*]}"
    return
  fi
  # A query that names an unknown package fails and still lists the others.
  # shellcheck disable=SC2016 # dpkg-query's own fields, not the shell's
  installed=$(dpkg-query -W -f '${Package}=${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
  for name in "${wanted[@]}"; do
    if [[ $'\n'$installed$'\n' != *$'\n'"$name=installed"$'\n'* ]]; then missing+=("$name"); fi
  done
  if ((${#missing[@]} > 0)); then installPackages "${missing[@]}"; fi
}

installPackages() {
  local become=() order="apt-get update && apt-get install -y --no-install-recommends $*"
  if [[ $(id -u) != 0 ]]; then
    if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
      become=(sudo)
    else
      refuse "these Debian packages are missing and only root may install them. Run: su -c '$order'"
    fi
  fi
  say "installing Debian packages that are missing: $*"
  local apt=("${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
  # Mirrors that fail the update may still have the packages; the installation decides.
  "${apt[@]}" update >&2 || say "apt-get update failed, trying with the lists there are"
  "${apt[@]}" install -y --no-install-recommends "$@" >&2 ||
    refuse "could not install them. As root, run: $order"
}
