import Imaging

/// What a scanner adds to painted HU: artefacts, the kernel's blur, noise, the circle of reconstruction.
struct ScannerEffects: Sendable {
  private let stack: AxialStack
  private let scan: Scan

  init(geometry: Geometry, scan: Scan) {
    stack = AxialStack(of: geometry)
    self.scan = scan
  }

  /// Reads painted HU slice by slice (storage order) and writes what the scanner stores.
  func apply(_ painted: SharedRow<Float>, to stored: SharedRow<Int16>, threads: Int) {
    let artefacts = scan.artefacts.inSlices
    let noise = ScannerNoise(strength: scan.noise, seed: scan.seed)
    Workers.run(stack.count, threads: threads) { z in
      var slice = stack.slice(z, of: painted)
      // Every artefact is made by the body itself, not by what another one has added.
      let body = slice
      for artefact in artefacts { artefact.add(to: &slice, of: body, seed: scan.seed) }
      slice.blur(width: scan.blur)
      noise.add(to: &slice)
      pad(&slice)
      stack.store(slice, to: stored)
    }
  }

  /// Nothing is reconstructed outside the circle.
  private func pad(_ slice: inout AxialSlice) {
    guard let diameter = scan.fieldOfView else { return }
    for offset in slice.values.indices {
      let (x, y) = slice.place(offset)
      if x * x + y * y > diameter * diameter / 4 { slice.values[offset] = Float(scan.padding) }
    }
  }
}
