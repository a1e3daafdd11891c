import Storage

/// A place in a JSON file that knows its path, so that whatever is wrong with it can be named.
struct JSONField {
  /// The file's path.
  let file: String
  /// `configurations.3d_fullres.spacing[0]`; empty for the whole document.
  let path: String
  /// What stands there; nil when there is nothing.
  let value: StrictJSON?

  /// Plans of nnU-Net are a few kilobytes; data sets list their cases.
  static let largestFile = 64 << 20

  /// The document in a file.
  static func read(_ file: String) throws(PlanError) -> JSONField {
    let bytes: [UInt8]
    let size: Int
    do throws(StorageError) {
      let content = try RandomAccessFile(path: file)
      size = content.size
      bytes = try content.bytes(at: 0, count: min(size, largestFile))
    } catch {
      throw PlanError(file, "", .unreadable(error.reason))
    }
    guard size <= largestFile else { throw PlanError(file, "", .tooLarge(size)) }
    do throws(StrictJSON.Failure) {
      return JSONField(file: file, path: "", value: try StrictJSON.read(bytes))
    } catch {
      switch error {
      case .malformed(let offset): throw PlanError(file, "", .notJSON(offset: offset))
      case .duplicate(let key): throw PlanError(file, key, .repeatedField)
      }
    }
  }

  // MARK: - Steps

  /// The field of an object; a place with nothing where there is no such field.
  subscript(name: String) -> JSONField {
    let step = path.isEmpty ? name : "\(path).\(name)"
    return JSONField(file: file, path: step, value: value?[name])
  }

  /// Whether something other than null stands here.
  var isPresent: Bool {
    switch value {
    case nil, .null: false
    default: true
    }
  }

  /// This place, nil where nothing or null stands.
  var ifPresent: JSONField? { isPresent ? self : nil }

  /// Whether an object stands here.
  var isObject: Bool {
    if case .object = value { return true }
    return false
  }

  /// Whether a list stands here.
  var isList: Bool {
    if case .array = value { return true }
    return false
  }

  /// The entries of a list.
  func list() throws(PlanError) -> [JSONField] {
    guard case .array(let values) = try present() else { throw wrong("a list") }
    return values.enumerated().map { JSONField(file: file, path: "\(path)[\($0)]", value: $1) }
  }

  /// The entries of a list of known length.
  func list(count: Int) throws(PlanError) -> [JSONField] {
    let entries = try list()
    guard entries.count == count else { throw error(.wrongCount(entries.count, expected: count)) }
    return entries
  }

  /// The fields of an object, in the file's order.
  func fields() throws(PlanError) -> [(name: String, field: JSONField)] {
    guard case .object(let members) = try present() else { throw wrong("an object") }
    return members.map { member in
      let step = path.isEmpty ? member.key : "\(path).\(member.key)"
      return (member.key, JSONField(file: file, path: step, value: member.value))
    }
  }

  // MARK: - Values

  /// A text.
  func text() throws(PlanError) -> String {
    guard case .text(let text) = try present() else { throw wrong("a text") }
    return text
  }

  /// A Boolean.
  func truth() throws(PlanError) -> Bool {
    guard case .bool(let truth) = try present() else { throw wrong("true or false") }
    return truth
  }

  /// A finite number within bounds.
  func number(_ allowed: ClosedRange<Double>) throws(PlanError) -> Double {
    guard case .number(let digits) = try present(), let number = Double(digits) else {
      throw wrong("a number")
    }
    guard allowed.contains(number) else {
      throw error(.outOfRange(value: "\(number)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)"))
    }
    return number
  }

  /// A whole number within bounds.
  func whole(_ allowed: ClosedRange<Int>) throws(PlanError) -> Int {
    guard case .number(let digits) = try present(), let number = Double(digits), number == number.rounded()
    else {
      throw wrong("a whole number")
    }
    guard let whole = Int(exactly: number), allowed.contains(whole) else {
      throw error(.outOfRange(value: "\(number)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)"))
    }
    return whole
  }

  /// An error about this place.
  func error(_ problem: PlanError.Problem) -> PlanError { PlanError(file, path, problem) }

  private func present() throws(PlanError) -> StrictJSON {
    guard let value, isPresent else { throw error(.missing) }
    return value
  }

  private func wrong(_ expected: String) -> PlanError { error(.wrongKind(expected: expected)) }
}
