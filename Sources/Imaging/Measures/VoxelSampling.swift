/// An evenly spaced subset of a volume's voxels, in canonical order, so that one scan gives the same subset however it
/// is stored.
struct VoxelSampling {
  /// Where to sample.
  let box: VoxelBox
  /// Voxels from one sample to the next, along each axis alike.
  let step: Int

  /// At most about `budget` voxels of a box.
  init(box: VoxelBox, budget: Int) {
    self.box = box
    var step = 1
    func samples(_ axis: Int) -> Int { (box.shape[axis] + step - 1) / step }
    while samples(0) * samples(1) * samples(2) > max(1, budget) { step += 1 }
    self.step = step
  }

  /// The loaded values at the samples that are numbers, of one label or of everything.
  func values(of volume: Volume, in labels: LabelMap? = nil, id: Int = 0) -> [Float] {
    volume.voxels.accept(
      SampleCollector(
        sampling: self, layout: volume.layout, loaded: volume.voxels.loadedCount, labels: labels, id: id))
  }
}

private struct SampleCollector: VoxelVisitor {
  let sampling: VoxelSampling
  let layout: VoxelLayout
  let loaded: Int
  let labels: LabelMap?
  let id: Int

  func visit<T: StoredScalar>(_ voxels: UnsafePointer<T>) -> [Float] {
    var values: [Float] = []
    let box = sampling.box
    for z in stride(from: box.lower.z, through: box.upper.z, by: sampling.step) {
      for y in stride(from: box.lower.y, through: box.upper.y, by: sampling.step) {
        let line = layout.origin + y * layout.strideY + z * layout.strideZ
        for x in stride(from: box.lower.x, through: box.upper.x, by: sampling.step) {
          let offset = line + x * layout.strideX
          guard offset < loaded else { continue }
          if let labels, labels.id(at: VoxelIndex(x: x, y: y, z: z)) != id { continue }
          let value = voxels[offset].asFloat
          if value.isFinite { values.append(value) }
        }
      }
    }
    return values
  }
}
