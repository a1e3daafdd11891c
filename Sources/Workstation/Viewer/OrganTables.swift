import Anatomy
import Imaging
import TerminalKit

/// A table of figures as text, ready to be drawn: headings, rows in the order wanted, and the organ of each row.
struct OrganTableContent {
  /// A column.
  struct Column {
    let title: String
    let isNumeric: Bool
  }

  /// A row.
  struct Row {
    let id: Int
    let cells: [String]
    /// What the row is ordered by in each column; text columns compare their text.
    let keys: [Double]
    let color: UInt32
    let warns: Bool
  }

  let columns: [Column]
  let rows: [Row]

  /// The rows ordered by a column.
  func sorted(by column: Int, descending: Bool) -> [Row] {
    guard columns.indices.contains(column) else { return rows }
    let ordered = rows.enumerated().sorted { a, b in
      let isBefore: Bool
      if columns[column].isNumeric {
        let (x, y) = (a.element.keys[column], b.element.keys[column])
        if x == y || (x.isNaN && y.isNaN) { return a.offset < b.offset }
        if x.isNaN || y.isNaN { return y.isNaN }
        isBefore = x < y
      } else {
        let (x, y) = (a.element.cells[column], b.element.cells[column])
        if x == y { return a.offset < b.offset }
        isBefore = x < y
      }
      return descending ? !isBefore : isBefore
    }
    return ordered.map(\.element)
  }
}

extension ViewerModel {
  /// The table of the screen that is shown, nil on screens without one.
  var tableContent: OrganTableContent? {
    switch screen {
    case .organs: organTable
    case .compare: agreementTable
    case .viewer, .doctor: nil
    }
  }

  /// Rows of the table that is shown.
  var tableRowCount: Int { tableContent?.rows.count ?? 0 }

  /// Columns of the table that is shown.
  var tableColumnCount: Int { tableContent?.columns.count ?? 0 }

  /// The voxel value of the selected row's organ.
  var organOfSelectedTableRow: Int? {
    guard let content = tableContent else { return nil }
    let rows = content.sorted(by: table.sortColumn, descending: table.isDescending)
    return rows.indices.contains(table.selection) ? rows[table.selection].id : nil
  }

  private var organTable: OrganTableContent? {
    guard let labels = shownLabels, let statistics = labels.statistics else { return nil }
    let columns = [
      ("organ", false), ("mL", true), ("mean HU", true), ("SD", true), ("voxels", true), ("parts", true),
      ("slices", true), ("", false), ("group", false), ("SNOMED CT", false),
    ].map { OrganTableContent.Column(title: $0.0, isNumeric: $0.1) }
    let rows = tree.leaves.compactMap { leaf -> OrganTableContent.Row? in
      guard let organ = statistics[leaf.id] else { return nil }
      let slices = organ.counts(.axial).count { $0 > 0 }
      let code = OrganCatalogue.organ(named: leaf.name)?.snomed?.type.value ?? ""
      let parts = labels.components?[leaf.id]?.sizes.count
      let mean = organ.mean ?? .nan
      let deviation = organ.standardDeviation ?? .nan
      return OrganTableContent.Row(
        id: leaf.id,
        cells: [
          leaf.displayName, Format.millilitres(organ.millilitres), Format.decimal(mean, 0),
          Format.decimal(deviation, 0), Format.grouped(organ.voxels), parts.map(String.init) ?? "…",
          String(slices), organ.touchesBorder ? "cut off" : "", leaf.group.displayName, code,
        ],
        keys: [
          0, organ.millilitres, mean, deviation, Double(organ.voxels), Double(parts ?? 0), Double(slices),
          0, 0, 0,
        ], color: leaf.color, warns: organ.touchesBorder)
    }
    return OrganTableContent(columns: columns, rows: rows)
  }

  private var agreementTable: OrganTableContent? {
    guard let agreement, labelMaps.count > 1 else { return nil }
    let first = labelMaps[0].map.table
    let columns = [
      ("organ", false), ("Dice", true), ("NSD", true), ("HD95 mm", true), ("ASD mm", true),
      ("mL \(labelMaps[0].name)", true), ("mL \(labelMaps[1].name)", true),
    ].map { OrganTableContent.Column(title: $0.0, isNumeric: $0.1) }
    let rows = agreement.map { organ -> OrganTableContent.Row in
      let entry = organ.referenceIDs.first.flatMap { first[$0] }
      let values = [
        organ.dice ?? .nan, organ.normalisedSurfaceDistance ?? .nan, organ.hausdorff95 ?? .nan,
        organ.averageSurfaceDistance ?? .nan, organ.referenceMillilitres, organ.candidateMillilitres,
      ]
      let decimals = [3, 3, 1, 2]
      let cells =
        [OrganCatalogue.organ(named: organ.name)?.displayName ?? organ.name]
        + values.enumerated().map { position, value in
          position < 4 ? Format.decimal(value, decimals[position]) : Format.millilitres(value)
        }
      return OrganTableContent.Row(
        id: entry?.id ?? 0, cells: cells, keys: [0] + values, color: entry?.color.packed ?? 0x80_8080,
        warns: (organ.dice ?? 1) < 0.5)
    }
    return OrganTableContent(columns: columns, rows: rows)
  }
}
