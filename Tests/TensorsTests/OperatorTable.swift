/// Every operator at every kind of shape it must bear: the tests of `OperatorTableTests` run over these rows.
///
/// A new operator adds its rows here and nothing else; Documentation/HowTo-AddAnOperator.md says how.
enum OperatorTable {
  static let cases: [OperatorCase] =
    convolutions + transposed + normalisations + pointwise + resampling + losses + distillation

  /// One row of those that differ in method only.
  static let operators: [OperatorCase] = {
    var seen: Set<String> = []
    return cases.filter { seen.insert($0.goldenName).inserted }
  }()
}
