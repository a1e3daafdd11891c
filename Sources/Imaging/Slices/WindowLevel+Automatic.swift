extension WindowLevel {
  /// Values up to this one are padding around the scanned circle, not tissue.
  public static let padding: Double = -2000

  /// The window from the 0.1st to the 99.9th percentile of a volume, padding left out, as 3D Slicer chooses it.
  ///
  /// From an evenly spaced sample of what is loaded so far, about 10 ms; soft tissue's window when there is nothing.
  public static func automatic(for volume: Volume) -> WindowLevel {
    let sampling = VoxelSampling(box: VoxelBox(volume.geometry.shape), budget: Histogram.budget)
    let tissue = sampling.values(of: volume).filter { Double($0) > padding }
    let histogram = Histogram(of: tissue, bins: 65_536)
    guard let low = histogram.percentile(0.001), let high = histogram.percentile(0.999) else {
      return WindowPreset.softTissue.window
    }
    return WindowLevel(width: high - low, level: (low + high) / 2)
  }
}
