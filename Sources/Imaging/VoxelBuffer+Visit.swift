/// A scalar that voxels are stored as.
protocol StoredScalar: Comparable {
  /// The value as Float; exact for all of them.
  var asFloat: Float { get }
  /// The value as a whole number; 0 where `isWhole` is false.
  var asInt: Int { get }
  /// Whether values are whole numbers, so that sums of them are exact in any order.
  static var isWhole: Bool { get }
  /// The smallest value.
  static var lowest: Self { get }
}

extension StoredScalar where Self: FixedWidthInteger {
  @inline(__always) var asInt: Int { Int(truncatingIfNeeded: self) }
  @inline(__always) static var isWhole: Bool { true }
  @inline(__always) static var lowest: Self { Self.min }
}

extension UInt8: StoredScalar {
  @inline(__always) var asFloat: Float { Float(self) }
}

extension Int16: StoredScalar {
  @inline(__always) var asFloat: Float { Float(self) }
}

extension UInt16: StoredScalar {
  @inline(__always) var asFloat: Float { Float(self) }
}

extension Float: StoredScalar {
  @inline(__always) var asFloat: Float { self }
  @inline(__always) var asInt: Int { 0 }
  @inline(__always) static var isWhole: Bool { false }
  @inline(__always) static var lowest: Float { -.infinity }
}

/// Work over the voxels of a buffer that is compiled once for each way they may be stored.
protocol VoxelVisitor {
  /// What the work gives.
  associatedtype Result
  /// Does the work; the pointer is valid for the call only.
  func visit<T: StoredScalar>(_ voxels: UnsafePointer<T>) -> Result
}

/// The same for ids, which are whole numbers.
protocol LabelVisitor {
  /// What the work gives.
  associatedtype Result
  /// Does the work; the pointer is valid for the call only.
  func visit<T: StoredScalar & FixedWidthInteger & UnsignedInteger>(_ ids: UnsafePointer<T>) -> Result
}

extension VoxelBuffer {
  /// Hands the voxels to a visitor, typed as they are stored.
  func accept<V: VoxelVisitor>(_ visitor: V) -> V.Result {
    withExtendedLifetime(self) {
      switch scalar {
      case .uint8: visitor.visit(typed(UInt8.self))
      case .int16: visitor.visit(typed(Int16.self))
      case .uint16: visitor.visit(typed(UInt16.self))
      case .float32: visitor.visit(typed(Float.self))
      }
    }
  }

  private func typed<T>(_ type: T.Type) -> UnsafePointer<T> {
    UnsafePointer(base.assumingMemoryBound(to: type))
  }
}

extension LabelMap {
  /// Hands the ids to a visitor, typed as they are stored.
  func accept<V: LabelVisitor>(_ visitor: V) -> V.Result {
    withExtendedLifetime(volume.voxels) {
      let base = volume.voxels.base
      return volume.voxels.scalar == .uint8
        ? visitor.visit(UnsafePointer(base.assumingMemoryBound(to: UInt8.self)))
        : visitor.visit(UnsafePointer(base.assumingMemoryBound(to: UInt16.self)))
    }
  }
}

extension VoxelLayout {
  /// The step along canonical axis 0, 1 or 2.
  func stride(_ axis: Int) -> Int { axis == 0 ? strideX : axis == 1 ? strideY : strideZ }

  /// The canonical axes from the one that runs fastest in storage to the slowest: the order to walk a whole grid in.
  var axesByStride: [Int] {
    [0, 1, 2].sorted { (abs(stride($0)), $0) < (abs(stride($1)), $1) }
  }
}
