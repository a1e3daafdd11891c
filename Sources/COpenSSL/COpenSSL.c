#include "COpenSSL.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct co_digest {
  EVP_MD_CTX *context;
  bool sound;
};

co_digest *co_digest_create(void) {
  co_digest *digest = calloc(1, sizeof *digest);
  if (digest == NULL) return NULL;
  digest->context = EVP_MD_CTX_new();
  if (digest->context == NULL) {
    free(digest);
    return NULL;
  }
  digest->sound = EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) == 1;
  return digest;
}

bool co_digest_update(co_digest *digest, const void *bytes, size_t count) {
  digest->sound = digest->sound && EVP_DigestUpdate(digest->context, bytes, count) == 1;
  return digest->sound;
}

bool co_digest_finish(co_digest *digest, uint8_t *result) {
  unsigned int length = 0;
  bool sound = digest->sound && EVP_DigestFinal_ex(digest->context, result, &length) == 1 && length == 32;
  EVP_MD_CTX_free(digest->context);
  free(digest);
  return sound;
}
