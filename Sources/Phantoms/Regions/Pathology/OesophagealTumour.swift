/// A tumour that thickens the wall of the oesophagus, more on one side, and narrows its lumen.
enum OesophagealTumour: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard body["esophagus"] != nil else { return }
    let shape = Shape(body.plan)
    let organ = Structure.Identity.organs(["esophagus"])
    let lobes = Mediastinum.lobes
    body.add(
      Structure(
        "esophagus_tumour_fat", .tissue, .organ + 29, Offset(shape.mass, by: 3), Material(.looseFat),
        over: lobes))
    // What is swallowed stands above the narrow place.
    body.add(Structure("esophagus_wide", organ, .organ + 31, shape.wide, Material(wall)))
    body.add(
      Structure("esophagus_wide_fluid", organ, .organ + 32, Offset(shape.wide, by: -2.6), Material(fluid)))
    body.add(Structure("esophagus_wide_gas", organ, .organ + 33, shape.gas, Material(.gas)))
    body.add(
      Structure(
        "esophagus_tumour", organ, .organ + 34, shape.mass, Material(core, inside: rim, 3),
        lesion: .oesophagealTumour))
    body.add(
      Structure(
        "esophagus_tumour_lumen", organ, .organ + 35, shape.lumen, Material(fluid),
        lesion: .oesophagealTumour))
  }

  private static let rim = Tissue(
    42, mottle: 12, grain: 4, uptake: Uptake(arterial: 34, portalVenous: 52), spread: 5)
  private static let core = Tissue(
    36, mottle: 16, grain: 6, uptake: Uptake(arterial: 18, portalVenous: 32), spread: 6)
  private static let wall = Tissue(40, mottle: 9, grain: 4, uptake: Uptake(arterial: 22, portalVenous: 38))
  private static let fluid = Tissue(18, mottle: 14, grain: 5, spread: 8)

  private struct Shape {
    let mass: any Solid
    let lumen: any Solid
    let wide: any Solid
    let gas: any Solid

    init(_ plan: BodyPlan) {
      var random = plan.random("oesophageal-tumour")
      let axis = Curve3(EsophagusRegion.course(plan).map(\.point), step: 3).points
      let length = random.between(35, 75)
      let thickness = random.between(8, 18)
      // Between the inlet of the chest and the stomach; more often low.
      let middle = Exact.mix(0.36, 0.84, (random.between(0, 1)).squareRoot())
      let centre = Int(middle * Double(axis.count - 1))
      let half = max(4, Int(length / 6))
      let range = max(centre - half, 6)..<min(centre + half, axis.count - 3)
      let eccentric = random.between(0.15, 0.45) * thickness
      let angle = random.between(0, 360)
      let shift = Point3(Exact.sine(angle), -abs(Exact.cosine(angle)) * 0.4, 0) * eccentric
      let body = Sweep(
        range.map { index in
          let t = (Double(index - range.lowerBound) + 0.5) / Double(range.count)
          let swell = (4 * t * (1 - t)).squareRoot()
          return .init(
            axis[index] + shift * swell, thick: 5 + 0.78 * thickness * swell,
            wide: 6 + 0.95 * thickness * swell,
            normal: Point3(0, 1, 0.3))
        })
      mass = Roughened(body, height: 2.2, scale: 9, seed: random.next())
      lumen = Sweep(range.map { .init(axis[$0], thick: 2, wide: 3.6, normal: Point3(0.3, 1, 0.3)) })
      let above = max(range.lowerBound - 22, 1)...(range.lowerBound + 2)
      let most = random.between(9, 14)
      func dilated(_ scale: Double, _ front: Double) -> any Solid {
        Sweep(
          above.map { index in
            let t = Double(index - above.lowerBound) / Double(above.count)
            let open = Exact.smooth(0, 0.4, t)
            return .init(
              axis[index] + Point3(0, front * open, 0), thick: Exact.mix(4.5, 0.8 * most, open) * scale,
              wide: Exact.mix(7, most, open) * scale, normal: Point3(0, 1, 0.3))
          })
      }
      wide = dilated(1, 0)
      gas = dilated(0.5, 0.26 * most)
    }
  }
}
