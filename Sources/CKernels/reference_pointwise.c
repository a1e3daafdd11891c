// The oracle of normalisation, softmax, argmax and the loss.
#include <math.h>
#include <stddef.h>

#include "CKernels.h"

static void mean_and_deviation(const double *values, int64_t voxels, double epsilon, double *mean, double *inverse) {
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < voxels; i++) sum += values[i];
  *mean = sum / (double)voxels;
  for (int64_t i = 0; i < voxels; i++) squares += (values[i] - *mean) * (values[i] - *mean);
  *inverse = 1 / sqrt(squares / (double)voxels + epsilon);
}

void ck_reference_norm(int32_t channels, int64_t voxels, const double *source, const double *gamma,
                       const double *beta, double epsilon, double slope, double *target) {
  for (int32_t c = 0; c < channels; c++) {
    const double *x = source + c * voxels;
    double mean, inverse;
    mean_and_deviation(x, voxels, epsilon, &mean, &inverse);
    for (int64_t i = 0; i < voxels; i++) {
      double z = gamma[c] * (x[i] - mean) * inverse + beta[c];
      target[c * voxels + i] = z < 0 ? slope * z : z;
    }
  }
}

void ck_reference_norm_gradient(int32_t channels, int64_t voxels, const double *source, const double *gamma,
                                const double *beta, double epsilon, double slope, const double *target_gradient,
                                double *source_gradient, double *gamma_gradient, double *beta_gradient) {
  for (int32_t c = 0; c < channels; c++) {
    const double *x = source + c * voxels, *g = target_gradient + c * voxels;
    double mean, inverse, sum = 0, product = 0;
    mean_and_deviation(x, voxels, epsilon, &mean, &inverse);
    for (int64_t i = 0; i < voxels; i++) {
      double hat = (x[i] - mean) * inverse, dz = gamma[c] * hat + beta[c] < 0 ? slope * g[i] : g[i];
      sum += dz;
      product += dz * hat;
    }
    gamma_gradient[c] = product;
    beta_gradient[c] = sum;
    for (int64_t i = 0; i < voxels; i++) {
      double hat = (x[i] - mean) * inverse, dz = gamma[c] * hat + beta[c] < 0 ? slope * g[i] : g[i];
      source_gradient[c * voxels + i] =
          gamma[c] * inverse * (dz - sum / (double)voxels - hat * product / (double)voxels);
    }
  }
}

static double log_sum(const double *logits, int32_t channels, int64_t voxels) {
  double top = logits[0], sum = 0;
  for (int32_t c = 1; c < channels; c++) top = fmax(top, logits[c * voxels]);
  for (int32_t c = 0; c < channels; c++) sum += exp(logits[c * voxels] - top);
  return top + log(sum);
}

void ck_reference_softmax(int32_t channels, int64_t voxels, const double *source, double *target) {
  for (int64_t i = 0; i < voxels; i++) {
    double all = log_sum(source + i, channels, voxels);
    for (int32_t c = 0; c < channels; c++) target[c * voxels + i] = exp(source[c * voxels + i] - all);
  }
}

void ck_reference_softmax_gradient(int32_t channels, int64_t voxels, const double *probability,
                                   const double *target_gradient, double *source_gradient) {
  for (int64_t i = 0; i < voxels; i++) {
    double dot = 0;
    for (int32_t c = 0; c < channels; c++) dot += probability[c * voxels + i] * target_gradient[c * voxels + i];
    for (int32_t c = 0; c < channels; c++)
      source_gradient[c * voxels + i] = probability[c * voxels + i] * (target_gradient[c * voxels + i] - dot);
  }
}

void ck_reference_argmax(int32_t channels, int64_t voxels, const double *source, uint16_t *label,
                         double *probability) {
  for (int64_t i = 0; i < voxels; i++) {
    int32_t best = 0;
    for (int32_t c = 1; c < channels; c++)
      if (source[c * voxels + i] > source[best * voxels + i]) best = c;
    label[i] = (uint16_t)best;
    probability[i] = exp(source[best * voxels + i] - log_sum(source + i, channels, voxels));
  }
}

// Probability mass on the voxels of class c, probability mass of c anywhere, voxels of c.
static void class_sums(int32_t c, int32_t channels, int64_t voxels, const double *logits, const uint16_t *label,
                       uint16_t ignored, double sums[3]) {
  sums[0] = sums[1] = sums[2] = 0;
  for (int64_t i = 0; i < voxels; i++) {
    if (label[i] == ignored) continue;
    double p = exp(logits[c * voxels + i] - log_sum(logits + i, channels, voxels));
    sums[1] += p;
    if (label[i] == c) {
      sums[0] += p;
      sums[2] += 1;
    }
  }
}

double ck_reference_loss(int32_t channels, int64_t voxels, const double *logits, const uint16_t *label,
                         uint16_t ignored, int32_t first, double smooth) {
  double entropy = 0, counted = 0, dice = 0;
  for (int64_t i = 0; i < voxels; i++) {
    if (label[i] == ignored) continue;
    entropy += log_sum(logits + i, channels, voxels) - logits[label[i] * voxels + i];
    counted += 1;
  }
  for (int32_t c = first; c < channels; c++) {
    double s[3];
    class_sums(c, channels, voxels, logits, label, ignored, s);
    dice += (2 * s[0] + smooth) / (s[1] + s[2] + smooth);
  }
  return (counted > 0 ? entropy / counted : 0) + 1 - dice / (double)(channels - first);
}

double ck_reference_loss_gradient(int32_t channels, int64_t voxels, const double *logits, const uint16_t *label,
                                  uint16_t ignored, int32_t first, double smooth, double *logits_gradient) {
  double counted = 0;
  for (int64_t i = 0; i < voxels; i++) counted += label[i] != ignored;
  for (int64_t i = 0; i < voxels * channels; i++) logits_gradient[i] = 0;
  for (int32_t c = first; c < channels; c++) {
    double s[3];
    class_sums(c, channels, voxels, logits, label, ignored, s);
    double all = s[1] + s[2] + smooth, share = 1 / (double)(channels - first);
    for (int64_t i = 0; i < voxels; i++) {
      if (label[i] == ignored) continue;
      double lse = log_sum(logits + i, channels, voxels), p = exp(logits[c * voxels + i] - lse);
      double dp = -share * ((label[i] == c ? 2 / all : 0) - (2 * s[0] + smooth) / (all * all));
      for (int32_t d = 0; d < channels; d++) {
        double q = exp(logits[d * voxels + i] - lse);
        logits_gradient[d * voxels + i] += dp * p * ((d == c) - q);
      }
    }
  }
  for (int64_t i = 0; i < voxels; i++) {
    if (label[i] == ignored) continue;
    double lse = log_sum(logits + i, channels, voxels);
    for (int32_t c = 0; c < channels; c++)
      logits_gradient[c * voxels + i] += (exp(logits[c * voxels + i] - lse) - (label[i] == c)) / counted;
  }
  return ck_reference_loss(channels, voxels, logits, label, ignored, first, smooth);
}
