// The oracle of losses between two networks, and of merged logits.
#include <math.h>
#include <stddef.h>

#include "CKernels.h"

// log(sum(e^(x / temperature))) of a voxel.
static double log_sum(const double *logits, int32_t channels, int64_t voxels, double temperature) {
  double top = logits[0], sum = 0;
  for (int32_t c = 1; c < channels; c++) top = fmax(top, logits[c * voxels]);
  for (int32_t c = 0; c < channels; c++) sum += exp((logits[c * voxels] - top) / temperature);
  return top / temperature + log(sum);
}

double ck_reference_divergence(int32_t channels, int64_t voxels, const double *student, const double *teacher,
                               double temperature) {
  double sum = 0;
  for (int64_t i = 0; i < voxels; i++) {
    double all_s = log_sum(student + i, channels, voxels, temperature);
    double all_t = log_sum(teacher + i, channels, voxels, temperature);
    for (int32_t c = 0; c < channels; c++) {
      double log_p = teacher[c * voxels + i] / temperature - all_t;
      double log_q = student[c * voxels + i] / temperature - all_s;
      sum += exp(log_p) * (log_p - log_q);
    }
  }
  return sum * temperature * temperature / (double)voxels;
}

void ck_reference_divergence_gradient(int32_t channels, int64_t voxels, const double *student, const double *teacher,
                                      double temperature, double *student_gradient) {
  for (int64_t i = 0; i < voxels; i++) {
    double all_s = log_sum(student + i, channels, voxels, temperature);
    double all_t = log_sum(teacher + i, channels, voxels, temperature);
    for (int32_t c = 0; c < channels; c++) {
      double p = exp(teacher[c * voxels + i] / temperature - all_t);
      double q = exp(student[c * voxels + i] / temperature - all_s);
      student_gradient[c * voxels + i] = (q - p) * temperature / (double)voxels;
    }
  }
}

void ck_reference_entropy(int32_t channels, int64_t voxels, const double *logits, double *entropy) {
  for (int64_t i = 0; i < voxels; i++) {
    double all = log_sum(logits + i, channels, voxels, 1);
    entropy[i] = 0;
    for (int32_t c = 0; c < channels; c++) {
      double log_p = logits[c * voxels + i] - all;
      entropy[i] -= exp(log_p) * log_p;
    }
  }
}

// log(sum(e^x)) over the channels of group g.
static double group_logit(int32_t channels, const int32_t *group, int32_t g, int64_t voxels, const double *source) {
  double top = -INFINITY, sum = 0;
  for (int32_t c = 0; c < channels; c++)
    if (group[c] == g) top = fmax(top, source[c * voxels]);
  for (int32_t c = 0; c < channels; c++)
    if (group[c] == g) sum += exp(source[c * voxels] - top);
  return top + log(sum);
}

void ck_reference_merge(int32_t channels, int32_t groups, const int32_t *group, int64_t voxels, const double *source,
                        double *target) {
  for (int64_t i = 0; i < voxels; i++)
    for (int32_t g = 0; g < groups; g++) target[g * voxels + i] = group_logit(channels, group, g, voxels, source + i);
}

void ck_reference_merge_gradient(int32_t channels, int32_t groups, const int32_t *group, int64_t voxels,
                                 const double *source, const double *target_gradient, double *source_gradient) {
  for (int64_t i = 0; i < voxels; i++)
    for (int32_t c = 0; c < channels; c++) {
      int32_t g = group[c];
      source_gradient[c * voxels + i] =
          g < 0 || g >= groups ? 0
                               : target_gradient[g * voxels + i] *
                                     exp(source[c * voxels + i] - group_logit(channels, group, g, voxels, source + i));
    }
}

// The attention of every voxel divided by its norm over voxels; returns that norm.
static double attention(int32_t channels, int64_t voxels, const double *feature, double *map) {
  double norm = 0;
  for (int64_t i = 0; i < voxels; i++) {
    map[i] = 0;
    for (int32_t c = 0; c < channels; c++) map[i] += feature[c * voxels + i] * feature[c * voxels + i] / channels;
    norm += map[i] * map[i];
  }
  norm = sqrt(norm);
  for (int64_t i = 0; i < voxels && norm > 0; i++) map[i] /= norm;
  return norm;
}

double ck_reference_attention(int32_t student_channels, int32_t teacher_channels, int64_t voxels,
                              const double *student, const double *teacher, double *scratch,
                              double *student_gradient) {
  double *own = scratch, *other = scratch + voxels, loss = 0, product = 0;
  double norm = attention(student_channels, voxels, student, own);
  attention(teacher_channels, voxels, teacher, other);
  for (int64_t i = 0; i < voxels; i++) {
    loss += (own[i] - other[i]) * (own[i] - other[i]);
    product += own[i] * (own[i] - other[i]);
  }
  for (int64_t i = 0; i < voxels; i++) {
    // Through the division by the norm, then through the mean of squares.
    double above = norm > 0 ? 2 * ((own[i] - other[i]) - own[i] * product) / norm : 0;
    for (int32_t c = 0; c < student_channels; c++)
      student_gradient[c * voxels + i] = above * 2 * student[c * voxels + i] / student_channels;
  }
  return loss;
}

// Adds weight * (mean of a strip)^2 and its gradient.
static double strip(int32_t first, int32_t end, int64_t stride, const double *difference, double weight,
                    double *gradient) {
  double mean = 0;
  for (int32_t n = first; n < end; n++) mean += difference[n * stride] / (end - first);
  for (int32_t n = first; n < end; n++) gradient[n * stride] += 2 * weight * mean / (end - first);
  return weight * mean * mean;
}

double ck_reference_strips(int32_t channels, const int32_t *extent, int32_t scales, const double *difference,
                           double *gradient) {
  const int64_t voxels = (int64_t)extent[0] * extent[1] * extent[2];
  const int64_t stride[3] = {(int64_t)extent[1] * extent[2], extent[2], 1};
  double loss = 0;
  for (int64_t i = 0; i < voxels * channels; i++) gradient[i] = 0;
  for (int axis = 0; axis < 3; axis++) {
    int32_t length = extent[axis], used = 0;
    while (used < scales && (1 << used) <= length) used++;
    for (int32_t s = 0; s < used; s++) {
      const int32_t number = 1 << s;
      const double weight = 1 / (3.0 * used * number * (double)channels * (double)(voxels / length));
      for (int64_t i = 0; i < voxels * channels; i++) {
        if (i / stride[axis] % length != 0) continue;
        for (int32_t k = 0; k < number; k++)
          loss += strip(k * length / number, (k + 1) * length / number, stride[axis], difference + i, weight,
                        gradient + i);
      }
    }
  }
  return loss;
}
