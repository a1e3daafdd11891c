// SHA-256 of libcrypto for Swift.
#ifndef FABRICA_COPENSSL_H
#define FABRICA_COPENSSL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct co_digest co_digest;

/// A SHA-256 in progress; NULL without memory.
co_digest *co_digest_create(void);

/// Takes in `count` more bytes; false when libcrypto fails.
bool co_digest_update(co_digest *digest, const void *bytes, size_t count);

/// Writes the 32 bytes of the digest and frees it; false when libcrypto fails.
bool co_digest_finish(co_digest *digest, uint8_t *result);

#endif
