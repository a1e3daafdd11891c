import Tensors

/// Some voxels of every class, from which samples are chosen.
enum ForegroundVoxels {
  /// Voxels of a class at most, as nnU-Net keeps.
  static let most = 10_000
  private static let seed: UInt64 = 1234

  /// For every class but the background at most `most` of its offsets into `labels`, ascending.
  ///
  /// Every voxel of a class is as likely as any other, and what is chosen of a class depends on that class alone
  /// (selection sampling: Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S).
  static func chosen(_ labels: [UInt16], classes: Int, most: Int = most) -> [[Int32]] {
    var left = [Int](repeating: 0, count: classes)
    for label in labels where label != DiceCrossEntropy.ignored { left[Int(label)] += 1 }
    var wanted = left.map { min($0, most) }
    var random = (0..<classes).map { SampleRandom(seed: seed, index: $0, purpose: "foreground voxels") }
    var result = wanted.map { count in
      var list: [Int32] = []
      list.reserveCapacity(count)
      return list
    }
    result[0] = []
    for (offset, label) in labels.enumerated() where label != 0 && label != DiceCrossEntropy.ignored {
      let own = Int(label)
      guard wanted[own] > 0 else { continue }
      if wanted[own] == left[own] || random[own].integer(below: left[own]) < wanted[own] {
        result[own].append(Int32(offset))
        wanted[own] -= 1
      }
      left[own] -= 1
    }
    return Array(result.dropFirst())
  }
}
