import Imaging

/// Connectedness of labels, 26 neighbours.
enum LargestPart {
  /// For every id the share of its voxels in its largest connected part.
  static func shares(of volume: Volume) -> [Int: Double] {
    let shape = volume.storedGeometry.shape
    let count = volume.voxels.count
    let ids = (0..<count).map { Int(volume.voxels[$0]) }
    var seen = [Bool](repeating: false, count: count)
    var total: [Int: Int] = [:]
    var largest: [Int: Int] = [:]
    for start in 0..<count where ids[start] > 0 && !seen[start] {
      let id = ids[start]
      var size = 0
      var stack = [start]
      seen[start] = true
      while let at = stack.popLast() {
        size += 1
        let (x, y, z) = (at % shape.x, at / shape.x % shape.y, at / (shape.x * shape.y))
        for dz in -1...1 {
          for dy in -1...1 {
            for dx in -1...1 {
              let next = VoxelIndex(x: x + dx, y: y + dy, z: z + dz)
              guard shape.contains(next) else { continue }
              let to = (next.z * shape.y + next.y) * shape.x + next.x
              if !seen[to], ids[to] == id {
                seen[to] = true
                stack.append(to)
              }
            }
          }
        }
      }
      total[id, default: 0] += size
      largest[id] = max(largest[id] ?? 0, size)
    }
    return total.reduce(into: [:]) { shares, item in
      shares[item.key] = Double(largest[item.key] ?? 0) / Double(item.value)
    }
  }
}
