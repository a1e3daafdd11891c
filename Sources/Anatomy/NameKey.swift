/// A name reduced to what it says: its words in lower case and sorted, so that spelling and word order drop out.
///
/// `left kidney`, `Kidney-Left`, `KidneyL` and `kidney_left` all become `kidney left`. Words keep their number, so
/// `lung_left` is never `lung_upper_lobe_left`.
struct NameKey: Hashable {
  private let words: String

  /// Names longer than this (bytes of UTF-8) are no organ's name.
  static let longestName = 128

  /// The key of a name, nil when it has no word or is far too long.
  init?(_ name: String) {
    guard name.utf8.count <= Self.longestName else { return nil }
    let words = Self.words(of: name).compactMap(Self.plain)
    guard !words.isEmpty else { return nil }
    self.words = words.sorted().joined(separator: " ")
  }

  /// Splits at everything but letters and digits, and where a capital follows a small letter (`OpticChiasm`).
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previous: Character = " "
    for character in name {
      let isWordPart = character.isLetter || character.isNumber
      if !isWordPart || (previous.isLowercase && character.isUppercase) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isWordPart { word += character.lowercased() }
      previous = character
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// One spelling of each word; nil for words that say nothing.
  private static func plain(_ word: String) -> String? {
    switch word {
    case "of", "the", "and": nil
    case "l", "lt": "left"
    case "r", "rt": "right"
    case "vertebra", "vertebral", "vert": "vertebrae"
    case "oesophagus": "esophagus"
    case "clavicle": "clavicula"
    case "veins": "vein"
    case "arteries": "artery"
    case "cartilage": "cartilages"
    case "muscles": "muscle"
    default: ordinals.firstIndex(of: word).map { String($0 + 1) } ?? number(word) ?? word
    }
  }

  /// Ribs are counted in words too.
  private static let ordinals = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
  ]

  /// `04` and `4th` as `4`.
  private static func number(_ word: String) -> String? {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let value = Int(digits) else { return nil }
    let rest = word.dropFirst(digits.count)
    guard rest.isEmpty || ["st", "nd", "rd", "th"].contains(rest) else { return nil }
    return String(value)
  }
}
