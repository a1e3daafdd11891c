// The kernels above under their public names.
#define WINOGRAD_TABLE(name, m, n)                                                                      \
  {.depth = m,                                                                                         \
   .edge = m,                                                                                          \
   .points = n,                                                                                        \
   .weights = name##_weights,                                                                          \
   .input = name##_input,                                                                              \
   .multiply = name##_multiply,                                                                        \
   .output = name##_output,                                                                            \
   .adjoint = name##_adjoint,                                                                          \
   .gradient = name##_gradient,                                                                        \
   .dense = name##_dense}

const ck_kernels CK_TABLE = {
    .isa = CK_ISA,
    .winograd4 = WINOGRAD_TABLE(winograd4, 4, 216),
    .winograd2 = WINOGRAD_TABLE(winograd2, 2, 64),
    .winograd_flat = {.depth = 1,
                      .edge = 4,
                      .points = 36,
                      .weights = winograd_flat_weights,
                      .input = winograd_flat_input,
                      .multiply = winograd4_multiply,
                      .output = winograd_flat_output,
                      .adjoint = winograd_flat_adjoint,
                      .gradient = winograd4_gradient,
                      .dense = winograd_flat_dense},
    .product = product,
    .tapped_scratch = tapped_scratch,
    .tapped = tapped,
    .tapped_gradient = tapped_gradient,
    .clear_halo = clear_halo,
    .moments = slab_moments,
    .sums = slab_sums,
    .combine = combine,
    .combine_gradient = combine_gradient,
    .add = slab_add,
    .norm_sums = norm_sums,
    .norm_gradient = norm_gradient,
    .pool = pool,
    .pool_gradient = pool_gradient,
    .resample = resample,
    .resample_gradient = resample_gradient,
    .softmax = softmax,
    .softmax_gradient = softmax_gradient,
    .argmax = argmax,
    .loss = loss,
    .loss_gradient = loss_gradient,
    .divergence = divergence,
    .divergence_gradient = divergence_gradient,
    .entropy = entropy,
    .merge = merge,
    .merge_gradient = merge_gradient,
    .difference = difference,
    .energy = energy,
    .scale_voxels = scale_voxels,
    .strips = strips,
};
