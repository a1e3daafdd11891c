import Foundation
import Storage

/// A place in a JSON file that knows its path, so that whatever is wrong with it can be named.
struct JSONField {
  /// The file's path.
  let file: String
  /// `configurations.3d_fullres.spacing[0]`; empty for the whole document.
  let path: String
  /// What stands there; nil when there is nothing.
  let value: JSONValue?

  /// Plans of nnU-Net are a few kilobytes; data sets list their cases.
  static let largestFile = 64 << 20

  /// The document in a file.
  static func read(_ file: String) throws(PlanError) -> JSONField {
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: file))
      defer { try? handle.close() }
      data = try handle.read(upToCount: largestFile + 1) ?? Data()
    } catch {
      throw PlanError(file, "", .unreadable(reason(error)))
    }
    guard data.count <= largestFile else { throw PlanError(file, "", .tooLarge(data.count)) }
    return try parse(data, file: file)
  }

  /// A document in memory that came from `file`.
  static func parse(_ data: Data, file: String) throws(PlanError) -> JSONField {
    do {
      return JSONField(file: file, path: "", value: try JSONDecoder().decode(JSONValue.self, from: data))
    } catch {
      throw PlanError(file, "", .notJSON(syntaxReason(error)))
    }
  }

  // MARK: - Steps

  /// The field of an object; a place with nothing where there is no such field.
  subscript(name: String) -> JSONField {
    let step = path.isEmpty ? name : "\(path).\(name)"
    guard case .object(let fields) = value else { return JSONField(file: file, path: step, value: nil) }
    return JSONField(file: file, path: step, value: fields[name])
  }

  /// Whether something other than null stands here.
  var isPresent: Bool { value != nil && value != .null }

  /// This place, nil where nothing or null stands.
  var ifPresent: JSONField? { isPresent ? self : nil }

  /// Whether an object stands here.
  var isObject: Bool {
    if case .object = value { return true }
    return false
  }

  /// Whether a list stands here.
  var isList: Bool {
    if case .list = value { return true }
    return false
  }

  /// The entries of a list.
  func list() throws(PlanError) -> [JSONField] {
    guard case .list(let values) = try present() else { throw wrong("a list") }
    return values.enumerated().map { JSONField(file: file, path: "\(path)[\($0)]", value: $1) }
  }

  /// The entries of a list of known length.
  func list(count: Int) throws(PlanError) -> [JSONField] {
    let entries = try list()
    guard entries.count == count else { throw error(.wrongCount(entries.count, expected: count)) }
    return entries
  }

  /// The fields of an object, by name.
  func fields() throws(PlanError) -> [(name: String, field: JSONField)] {
    guard case .object(let fields) = try present() else { throw wrong("an object") }
    return fields.keys.sorted().map { ($0, self[$0]) }
  }

  // MARK: - Values

  /// A text.
  func text() throws(PlanError) -> String {
    guard case .text(let text) = try present() else { throw wrong("a text") }
    return text
  }

  /// A Boolean.
  func truth() throws(PlanError) -> Bool {
    guard case .truth(let truth) = try present() else { throw wrong("true or false") }
    return truth
  }

  /// A finite number within bounds.
  func number(_ allowed: ClosedRange<Double>) throws(PlanError) -> Double {
    guard case .number(let number) = try present() else { throw wrong("a number") }
    guard allowed.contains(number) else {
      throw error(.outOfRange(value: "\(number)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)"))
    }
    return number
  }

  /// A whole number within bounds.
  func whole(_ allowed: ClosedRange<Int>) throws(PlanError) -> Int {
    guard case .number(let number) = try present(), number == number.rounded() else {
      throw wrong("a whole number")
    }
    guard let whole = Int(exactly: number), allowed.contains(whole) else {
      throw error(.outOfRange(value: "\(number)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)"))
    }
    return whole
  }

  /// An error about this place.
  func error(_ problem: PlanError.Problem) -> PlanError { PlanError(file, path, problem) }

  private func present() throws(PlanError) -> JSONValue {
    guard let value, value != .null else { throw error(.missing) }
    return value
  }

  private func wrong(_ expected: String) -> PlanError { error(.wrongKind(expected: expected)) }

  private static func reason(_ error: any Error) -> String {
    let cocoa = error as NSError
    let system = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError ?? cocoa
    guard system.domain == NSPOSIXErrorDomain, let code = Int32(exactly: system.code) else {
      return Sanitizer.clean(cocoa.localizedDescription)
    }
    return String(cString: strerror(code))
  }

  private static func syntaxReason(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else { return "unexpected content" }
    let detail = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String
    return Sanitizer.clean(detail ?? context.debugDescription, limit: 200)
  }
}
