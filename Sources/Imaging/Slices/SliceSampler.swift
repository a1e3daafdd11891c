/// Resamples a slice of a volume and of its label map to the pixels of a view.
///
/// Values are averaged over the area a pixel covers, or interpolated linearly where a pixel is smaller than a voxel.
/// A pixel takes the label that covers most of it; background wins only where no label covers a quarter of it and
/// background covers more, so that thin structures stay visible. Where a pixel is smaller than a voxel the nearest
/// label counts. Labels are those of the slice itself, also under a slab.
///
/// Cost: a footprint beyond `cap` voxels along an axis is sampled at the middle of so many equal parts, so a picture costs
/// in proportion to its pixels, whatever the volume's size and storage order: about 1 ms for 100x100 pixels of
/// 512x512x1000 with labels, 2 to 3 ms for a magnified sagittal one, which meets a cache line for every voxel. Voxels not
/// loaded yet read as they are, zero. A voxel that is not a number spreads over the pixels that read it, and is left out
/// of a projection.
public enum SliceSampler {
  /// Voxels read along each axis of a pixel, at most: 4, or 3 for a picture beyond 16384 pixels, which shows more of
  /// them anyway.
  static func cap(_ view: SliceView) -> Int {
    max(0, view.width) * max(0, view.height) > 16_384 ? 3 : 4
  }

  /// Samples a view.
  ///
  /// `labels` may be stored in another orientation than `volume`, but their canonical shapes must be equal. `visible`,
  /// by id, lists what takes part in the vote for a pixel, so that a hidden organ never covers a shown one; nil is all,
  /// and ids beyond its end do not take part. `projection` is `volume.projected(along: view.plane)`, read instead of the
  /// volume when the slab is all of it.
  public static func sample(
    _ volume: Volume, labels: LabelMap?, view: SliceView, visible: [Bool]? = nil, projection: Volume? = nil
  ) -> SliceSample {
    let values = sampleValues(volume, view: view, projection: projection)
    guard let labels else {
      return SliceSample(
        width: max(0, view.width), height: max(0, view.height), values: values,
        labels: Array(repeating: 0, count: values.count))
    }
    precondition(labels.volume.geometry.shape == volume.geometry.shape, "labels lie on another grid")
    return SliceSample(
      width: max(0, view.width), height: max(0, view.height), values: values,
      labels: sampleLabels(labels, view: view, visible: visible))
  }

  /// Taps along the screen's two axes of a view.
  static func taps(
    _ view: SliceView, geometry: Geometry, magnification: AxisTaps.Magnification, cap: Int
  ) -> (across: AxisTaps, down: AxisTaps) {
    let step = view.voxelsPerPixel(in: geometry)
    let across = AxisTaps(
      pixels: max(0, view.width), center: view.centerX, step: step.x,
      voxelCount: geometry.shape[view.plane.horizontalAxis], magnification: magnification, cap: cap)
    let down = AxisTaps(
      pixels: max(0, view.height), center: view.centerY, step: step.y,
      voxelCount: geometry.shape[view.plane.verticalAxis], magnification: magnification, cap: cap)
    return (across, down)
  }
}
