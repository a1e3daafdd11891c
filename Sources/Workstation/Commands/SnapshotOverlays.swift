import Imaging

/// The label maps of a snapshot with what is shown of them, and where the wanted organ is.
struct SnapshotOverlays {
  private(set) var overlays: [SliceSnapshot.Overlay] = []
  /// The canonical voxel in the middle of the wanted organ.
  private(set) var center: VoxelIndex?

  init(_ options: SnapshotCommand.Options, scan: String, volume: Volume) throws {
    if options.labels.isEmpty && (options.organ != nil || !options.shown.isEmpty) {
      throw CommandError.badCombination("--organ and --show need a label map; give one with --labels")
    }
    for path in options.labels {
      let map = try LabelMapReader.read(path: path, names: options.names)
      try map.volume.requireSameGrid(as: volume, file: path, reference: scan)
      overlays.append(try Self.overlay(map, path: path, options))
    }
    guard let organ = options.organ, let path = options.labels.first, let first = overlays.first else {
      return
    }
    let ids = try OrganNames.find(organ, in: LabelPresence(first.map).entries, file: path).map(\.id)
    let statistics = LabelStatistics.compute(first.map, volume: nil)
    // Of several labels that the name means, the largest.
    center = ids.compactMap { statistics[$0] }.max { $0.voxels < $1.voxels }?.centerVoxel
  }

  private static func overlay(
    _ map: LabelMap, path: String, _ options: SnapshotCommand.Options
  ) throws -> SliceSnapshot.Overlay {
    var style = OverlayStyle(
      table: map.table, mode: options.isOutline ? .outline : .both, opacity: options.opacity)
    let entries = map.table.entries
    if !options.shown.isEmpty {
      let shown = Set(
        try options.shown.flatMap { try OrganNames.find($0, in: entries, file: path) }.map(\.id))
      for id in style.visible.indices { style.visible[id] = shown.contains(id) }
    }
    if let organ = options.organ, let found = try? OrganNames.find(organ, in: entries, file: path),
      found.count == 1
    {
      style.emphasized = found[0].id
    }
    return SliceSnapshot.Overlay(name: FileNames.stem(path), map: map, style: style)
  }
}
