/// Why an experiment did not begin or go on.
public enum ExperimentError: Error, Hashable, CustomStringConvertible {
  /// No experiment can be made by this recipe.
  case recipe(String)
  /// The folder holds a result of another recipe or version.
  case otherRecipe(file: String)
  /// A result that another part needs is not there any more.
  case missing(file: String)
  /// A model does not have the decoder that its part should have given it.
  case noDecoder(model: String, task: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .recipe(let flaw): flaw
    case .otherRecipe(let file):
      "\(file): recipe: made by another experiment or version; choose another folder or remove this one"
    case .missing(let file): "\(file): is gone; the same command makes it again"
    case .noDecoder(let model, let task): "\(model): decoders: has none of the task \(task)"
    }
  }
}
