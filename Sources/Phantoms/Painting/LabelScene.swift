import Anatomy
import Imaging

/// A label map with everything that painting it needs to know about its voxels: kinds, depths, extents, body outline.
struct LabelScene: Sendable {
  let grid: LabelGrid
  let depth: LabelDepth
  /// The body's skin: labels closed over wide gaps, still without muscle and fat outside of them.
  let outline: BodyHull
  /// The labels closed over narrow gaps: inside lie chest and belly.
  let core: BodyHull
  /// By id, 0 for background; `.other` where the name is not known.
  let kinds: [OrganKind]
  let extents: [LabelExtent]

  init(_ map: LabelMap, threads: Int) {
    let grid = LabelGrid(map)
    self.grid = grid
    var highest = map.table.highestID
    for id in grid.ids { highest = max(highest, Int(id)) }
    var kinds = [OrganKind](repeating: .other, count: highest + 1)
    for entry in map.table.entries where entry.id <= highest {
      if let organ = entry.organ { kinds[entry.id] = OrganKind(organ) }
    }
    self.kinds = kinds
    extents = Self.extents(grid, highest)
    (depth, outline, core) = Self.measured(grid, threads)
  }

  private static func extents(_ grid: LabelGrid, _ highest: Int) -> [LabelExtent] {
    var extents = [LabelExtent](repeating: LabelExtent(), count: highest + 1)
    for z in 0..<grid.shape.z {
      for y in 0..<grid.shape.y {
        let row = grid.index(0, y, z)
        for x in 0..<grid.shape.x where grid.ids[row + x] != 0 {
          extents[Int(grid.ids[row + x])].add(x, y, z)
        }
      }
    }
    return extents
  }

  /// Depth and both hulls, on two threads where there are two.
  private static func measured(_ grid: LabelGrid, _ threads: Int) -> (LabelDepth, BodyHull, BodyHull) {
    let found = Parts()
    Workers.run(2, threads: threads) { item in
      if item == 0 {
        found.depth = LabelDepth(grid)
      } else {
        found.outline = BodyHull(grid, radius: 66)
        found.core = BodyHull(grid, radius: 42)
      }
    }
    return (
      found.depth ?? LabelDepth(grid), found.outline ?? BodyHull(grid, radius: 66),
      found.core ?? BodyHull(grid, radius: 42)
    )
  }

  /// Written by one thread each, read after both have ended.
  private final class Parts: @unchecked Sendable {
    var depth: LabelDepth?
    var outline: BodyHull?
    var core: BodyHull?
  }

  func kind(_ id: UInt16) -> OrganKind { kinds[Int(id)] }

  /// All labels of a kind together.
  func extent(of kind: OrganKind) -> LabelExtent {
    var all = LabelExtent()
    for (id, extent) in extents.enumerated() where id > 0 && kinds[id] == kind && extent.count > 0 {
      all.add(extent)
    }
    return all
  }
}
