import Anatomy

extension LabelTable {
  /// A table of names read from a file; ids of `present` without a name are called "label 5".
  ///
  /// A colour that the file carries counts, else the catalogue's where the name is known, else one that differs
  /// from its neighbours'.
  static func build(_ names: [LabelName], present: [Int]) -> LabelTable {
    let named = Set(names.map(\.id))
    let unnamed = present.filter { !named.contains($0) }.compactMap { LabelName(id: $0, name: "") }
    let entries = (names + unnamed).map { item in
      Entry(id: item.id, name: item.name, organ: nil, color: item.color ?? distinct(item.id))
    }
    return LabelTable(entries)
  }

  /// Organ names in the order of the catalogue, those it does not know behind it in alphabetical order.
  static func catalogueOrder(_ names: [String]) -> [String] { names.sorted() }

  /// Hues a golden angle apart, so that consecutive ids never look alike.
  private static func distinct(_ id: Int) -> OrganColor {
    let hue = (Double(id) * 0.618034).truncatingRemainder(dividingBy: 1) * 6
    let sector = Int(hue)
    let fraction = hue - Double(sector)
    let high = 230.0
    let low = 80.0
    let up = low + (high - low) * fraction
    let down = high - (high - low) * fraction
    let channels = [
      (high, up, low), (down, high, low), (low, high, up), (low, down, high), (up, low, high),
      (high, low, down),
    ][sector % 6]
    return OrganColor(red: UInt8(channels.0), green: UInt8(channels.1), blue: UInt8(channels.2))
  }
}
