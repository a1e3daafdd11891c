/// A global name in a pickle. It stands for itself: nothing is looked up, imported or called.
struct PickleSymbol: Equatable {
  /// What the interpreter makes when such a name is applied to arguments.
  enum Role: Equatable {
    /// `torch._utils._rebuild_tensor_v2` and its elder.
    case tensor
    /// `torch._utils._rebuild_parameter`: the tensor inside of it.
    case parameter
    /// `collections.OrderedDict`.
    case dictionary
    /// `torch.FloatStorage`; the last word of the name.
    case storage(String)
    /// `numpy.dtype`.
    case numpyType
    /// `numpy._core.multiarray.scalar`.
    case numpyScalar
    /// `_codecs.encode`: how protocol 2 writes bytes.
    case encoding
    /// Anything else: whatever it would make is left opaque.
    case unknown
  }

  /// Module and name with a dot between.
  let name: String
  let role: Role

  /// The symbol; nil for one that only belongs in a file made to run something.
  init?(module: String, name: String) {
    let full = module + "." + name
    guard !Self.isHostile(module: module, name: name) else { return nil }
    self.name = full
    role =
      switch full {
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor": .tensor
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state": .parameter
      case "collections.OrderedDict": .dictionary
      case "numpy.dtype": .numpyType
      case "numpy._core.multiarray.scalar", "numpy.core.multiarray.scalar": .numpyScalar
      case "_codecs.encode": .encoding
      default:
        ["torch", "torch.cuda"].contains(module) && name.hasSuffix("Storage") ? .storage(name) : .unknown
      }
  }

  /// Modules whose names have no place in weights.
  ///
  /// The list protects nobody, for nothing here can run; it lets a file made to harm be told from a file with
  /// something unknown in it. Python 2's names are among them, which protocol 2 uses.
  private static let hostileModules: Set<String> = [
    "os", "posix", "nt", "sys", "subprocess", "commands", "importlib", "imp", "runpy", "shutil", "socket",
    "pty",
    "ctypes", "pickle", "_pickle", "cPickle", "marshal", "code", "codeop", "webbrowser", "multiprocessing",
    "types",
    "asyncio", "signal", "tempfile", "urllib", "http", "requests", "pip", "timeit", "bdb", "pdb", "profile",
    "cProfile", "inspect", "operator", "io", "_io", "builtins", "__builtin__",
  ]

  private static let plainBuiltins: Set<String> = [
    "set", "frozenset", "complex", "bytearray", "bytes", "str", "unicode", "int", "long", "float", "bool",
    "list",
    "tuple", "dict", "object", "slice", "range", "xrange",
  ]

  private static func isHostile(module: String, name: String) -> Bool {
    let root = String(module.prefix { $0 != "." })
    if root == "builtins" || root == "__builtin__" { return !plainBuiltins.contains(name) }
    if hostileModules.contains(root) { return true }
    let full = module + "." + name
    return ["torch.load", "torch.storage._load_from_bytes", "numpy.load"].contains(full)
      || ["torch.hub", "torch.serialization", "torch.jit", "torch.package", "torch.utils", "numpy.testing"]
        .contains { module == $0 || module.hasPrefix($0 + ".") }
  }
}
