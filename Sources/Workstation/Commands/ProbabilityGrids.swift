import Anatomy
import Imaging
import Segmentation

/// Probabilities of a few labels over the whole scan, gathered plane by plane.
final class ProbabilityGrids {
  private let names: [String]
  private var buffers: [String: VoxelBuffer] = [:]
  private let volume: Volume

  /// Grids of zeros for labels by their own name or their organ's.
  ///
  /// Throws `CommandError.noSuchOrgan` for a label the model does not have, `SegmenterError.labels` without memory.
  init(_ wanted: [String], segmenter: Segmenter, volume: Volume) throws {
    self.volume = volume
    var names: [String] = []
    for name in wanted {
      let organ = OrganCatalogue.organ(named: name)?.id
      let found = segmenter.table.entries.first {
        $0.name == name || ($0.organ != nil && $0.organ == organ)
      }
      guard let found else {
        throw CommandError.noSuchOrgan(name: name, file: segmenter.model.manifest.name, similar: [])
      }
      names.append(found.name)
      let count = volume.storedGeometry.shape.count
      guard let buffer = VoxelBuffer(scalar: .float32, count: count) else {
        throw SegmenterError.labels(bytes: count * 4)
      }
      buffers[found.name] = buffer
    }
    self.names = names
  }

  /// Whether none was asked for.
  var isEmpty: Bool { names.isEmpty }

  /// What the segmenter is asked for; nil for nothing.
  var wish: ProbabilityWish? {
    isEmpty
      ? nil
      : ProbabilityWish(names: Set(names)) { [self] names, plane, placement in
        take(names, plane, placement)
      }
  }

  /// Writes a float32 file a label, named as masks are.
  func write(to folder: String, like source: ScanSource) throws {
    let entries = names.enumerated().map {
      LabelTable.Entry(id: $0.offset + 1, name: $0.element, organ: nil, color: OrganColor(red: 0, green: 0, blue: 0))
    }
    for (name, file) in zip(names, MaskNames.files(for: entries)) {
      guard let buffer = buffers[name] else { continue }
      buffer.publish(buffer.count)
      try VolumeWriter.write(
        Volume(storedGeometry: volume.storedGeometry, voxels: buffer), to: "\(folder)/\(file)", like: source)
    }
  }

  private func take(_ names: [String], _ plane: ProbabilityPlane, _ placement: Placement) {
    for (position, name) in names.enumerated() {
      guard let buffer = buffers[name] else { continue }
      let to = buffer.base.assumingMemoryBound(to: Float.self)
      for y in 0..<plane.height {
        let row = (position * plane.height + y) * plane.width
        let first = placement.storageOffset(plane.z, y, 0)
        for x in 0..<plane.width {
          to[first + x * placement.storageStrides.width] = plane.values[row + x]
        }
      }
    }
  }
}
