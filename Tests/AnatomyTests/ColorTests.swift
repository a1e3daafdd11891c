import Testing

@testable import Anatomy

@Suite("Colours")
struct ColorTests {
  /// CIEDE2000; 15 is told apart at a glance in small patches, ours are a little further apart.
  static let farEnough = 17.0

  @Test("neighbours differ clearly")
  func neighbors() throws {
    #expect(Neighbors.pairs.count > 700)
    for pair in Neighbors.pairs {
      let first = try #require(OrganCatalogue.organ(pair.first), "\(pair.first)")
      let second = try #require(OrganCatalogue.organ(pair.second), "\(pair.second)")
      let difference = LabColor(first.color).difference(from: LabColor(second.color))
      #expect(difference >= Self.farEnough, "\(pair.first) and \(pair.second): \(difference)")
    }
  }

  @Test("every organ has a neighbour, so that none escapes the test above")
  func everyOrganHasNeighbors() {
    let listed = Set(Neighbors.pairs.flatMap { [$0.first, $0.second] })
    #expect(Set(OrganCatalogue.organs.map(\.id)).subtracting(listed).isEmpty)
  }

  @Test("none is taken for a grey of the CT, and none is lost on black or white")
  func notGrey() {
    for organ in OrganCatalogue.organs {
      let lab = LabColor(organ.color)
      #expect(lab.chroma >= 20, "\(organ.id)")
      #expect(lab.lightness >= 38 && lab.lightness <= 95, "\(organ.id)")
    }
  }

  @Test("arteries are red, veins blue, bones yellow to brown")
  func families() {
    func hue(_ organ: Organ) -> Bool {
      let (red, blue) = (Int(organ.color.red), Int(organ.color.blue))
      return red > blue
    }
    for organ in OrganCatalogue.organs {
      if organ.id.contains("artery"), organ.id != "pulmonary_artery" { #expect(hue(organ), "\(organ.id)") }
      if organ.id.contains("vena"), organ.id != "pulmonary_vein" { #expect(!hue(organ), "\(organ.id)") }
      if ["vertebrae", "shoulders", "pelvis"].contains(organ.group) { #expect(hue(organ), "\(organ.id)") }
    }
  }

  @Test("spare colours are apart from each other and from greys")
  func spares() {
    let labs = SpareColors.palette.map(LabColor.init)
    #expect(labs.count == 72)
    for (position, lab) in labs.enumerated() {
      #expect(lab.chroma >= 20)
      for other in labs[..<position] { #expect(lab.difference(from: other) > 4) }
    }
  }

  @Test("sRGB survives the way to L*a*b* and back")
  func roundTrip() {
    for red in stride(from: 0, through: 255, by: 51) {
      for green in stride(from: 0, through: 255, by: 51) {
        for blue in stride(from: 0, through: 255, by: 51) {
          let color = OrganColor(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
          #expect(LabColor(color).color == color)
        }
      }
    }
  }

  @Test(
    "known points of L*a*b*",
    arguments: [
      (UInt32(0xFFFFFF), 100.0, 0.0, 0.0), (0x000000, 0, 0, 0), (0xFF0000, 53.24, 80.09, 67.20),
      (0x0000FF, 32.30, 79.19, -107.86),
    ])
  func knownPoints(packed: UInt32, lightness: Double, a: Double, b: Double) {
    let lab = LabColor(OrganColor(packed: packed))
    #expect(abs(lab.lightness - lightness) < 0.02)
    #expect(abs(lab.a - a) < 0.02 && abs(lab.b - b) < 0.02)
  }

  /// A first colour, a second, and the difference that the formula's authors print for them.
  struct Published: Sendable {
    let first: [Double]
    let second: [Double]
    let difference: Double
  }

  /// From the test data of Sharma, Wu and Dalal 2005 (Color Res Appl 30:21), chosen for the formula's corners.
  static let published = [
    Published(first: [50, 2.6772, -79.7751], second: [50, 0, -82.7485], difference: 2.0425),
    Published(first: [50, -1.3802, -84.2814], second: [50, 0, -82.7485], difference: 1.0000),
    Published(first: [50, 0, 0], second: [50, -1, 2], difference: 2.3669),
    Published(first: [50, 2.49, -0.001], second: [50, -2.49, 0.0009], difference: 7.1792),
    Published(first: [50, 2.49, -0.001], second: [50, -2.49, 0.0011], difference: 7.2195),
    Published(first: [50, 2.5, 0], second: [73, 25, -18], difference: 27.1492),
    Published(first: [50, 2.5, 0], second: [61, -5, 29], difference: 22.8977),
    Published(
      first: [60.2574, -34.0099, 36.2677], second: [60.4626, -34.1751, 39.4387], difference: 1.2644),
    Published(first: [22.7233, 20.0904, -46.694], second: [23.0331, 14.973, -42.5619], difference: 2.0373),
    Published(first: [2.0776, 0.0795, -1.135], second: [0.9033, -0.0636, -0.5514], difference: 0.9082),
  ]

  @Test("differences agree with the formula's published ones", arguments: published)
  func differences(pair: Published) {
    let first = LabColor(lightness: pair.first[0], a: pair.first[1], b: pair.first[2])
    let second = LabColor(lightness: pair.second[0], a: pair.second[1], b: pair.second[2])
    #expect(abs(first.difference(from: second) - pair.difference) < 0.00006)
    #expect(abs(second.difference(from: first) - pair.difference) < 0.00006)
  }
}
