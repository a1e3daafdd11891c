// libnifti says <znzlib.h>, Debian installs it one folder deeper.
#include <nifti/znzlib.h>
