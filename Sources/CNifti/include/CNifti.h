// libnifti2 for Swift. No .pc file exists; the headers live in /usr/include/nifti.
#ifndef FABRICA_CNIFTI_H
#define FABRICA_CNIFTI_H

#include <nifti/nifti2_io.h>

#endif
