import Anatomy
import Imaging
import Phantoms
import Testing

@testable import Workstation

@Suite struct SliceSnapshotTests {
  private let ball = SpherePhantom(
    radii: Vector3(x: 30, y: 30, z: 30), shape: GridShape(x: 80, y: 100, z: 30),
    spacing: Vector3(x: 1, y: 0.8, z: 3))

  @Test(arguments: Plane.allCases) func aBallIsRound(_ plane: Plane) throws {
    let made = ball.make()
    let snapshot = SliceSnapshot(
      name: "ball", volume: made.ct, plane: plane, index: made.ct.geometry.shape[plane.normalAxis] / 2)
    let picture = snapshot.picture()
    let bright = picture.pixels.indices.filter { picture.pixels[$0] > 0x80_8080 }
    let columns = Set(bright.map { $0 % picture.width }).count
    let rows = Set(bright.map { $0 / picture.width }).count
    let diameter = 60 / snapshot.millimetresPerPixel
    #expect(abs(Double(columns) - diameter) <= 4 && abs(Double(rows) - diameter) <= 4)
    let finer = [Plane.axial: 0.8, .coronal: 1, .sagittal: 0.8]
    #expect(snapshot.millimetresPerPixel == finer[plane])
  }

  @Test func theSizeIsTheScansOwn() {
    let snapshot = SliceSnapshot(name: "ball", volume: ball.make().ct, plane: .coronal, index: 50)
    #expect(snapshot.picture().width == 80 && snapshot.picture().height == 90)
    var large = snapshot
    large.scale = 3
    #expect(large.picture().width == 240 && large.picture().height == 270)
  }

  @Test func aGridWithoutProportionsStaysSmall() throws {
    let shape = GridShape(x: 3, y: 4, z: 2)
    let affine = Affine(
      columnX: Vector3(x: 0.001, y: 0, z: 0), columnY: Vector3(x: 0, y: 900, z: 0),
      columnZ: Vector3(x: 0, y: 0, z: 1), origin: Vector3(x: 0, y: 0, z: 0))
    let voxels = try CommandFixture.buffer(.int16, shape) { _ in Int16(0) }
    var snapshot = SliceSnapshot(
      name: "odd", volume: Volume(storedGeometry: Geometry(shape: shape, affine: affine), voxels: voxels),
      plane: .axial, index: 0)
    snapshot.scale = 8
    let picture = snapshot.picture()
    #expect(picture.width == 1 && picture.height <= 8192)
  }

  @Test(arguments: Plane.allCases) func everyWayToStoreAScanGivesOnePicture(_ plane: Plane) {
    func picture(_ code: String) -> PixelImage {
      let made = SpherePhantom(radii: Vector3(x: 12, y: 18, z: 24)).make(orientation: code)
      var snapshot = SliceSnapshot(name: "ball", volume: made.ct, plane: plane, index: 9)
      snapshot.overlays = [
        .init(name: "labels", map: made.labels, style: OverlayStyle(table: made.labels.table))
      ]
      return snapshot.render()
    }
    let wanted = picture("RAS")
    for code in SpherePhantom.orientations {
      let isSame = picture(code) == wanted
      #expect(isSame, "\(code)")
    }
  }

  @Test func neurologicalIsTheMirrorOfRadiological() throws {
    var snapshot = SliceSnapshot(
      name: "block", volume: try CommandFixture.block().ct, plane: .axial, index: 10)
    let radiological = snapshot.picture()
    snapshot.convention = .neurological
    let neurological = snapshot.picture()
    let areDifferent = radiological != neurological
    #expect(areDifferent)
    for row in 0..<radiological.height {
      for column in 0..<radiological.width {
        #expect(radiological[column, row] == neurological[radiological.width - 1 - column, row])
      }
    }
    #expect(snapshot.facts.contains { $0.key == "Convention" && $0.value.hasPrefix("NEURO") })
  }

  /// The block lies to the patient's left, which RAD shows on the right, and to posterior, which is down.
  @Test func leftIsOnTheRight() throws {
    let picture = SliceSnapshot(
      name: "block", volume: try CommandFixture.block().ct, plane: .axial, index: 10
    ).picture()
    let bright = picture.pixels.indices.filter { picture.pixels[$0] > 0x80_8080 }
    let columns = bright.map { $0 % picture.width }
    let rows = bright.map { $0 / picture.width }
    #expect(try #require(columns.min()) > picture.width / 2)
    #expect(try rows.reduce(0, +) / #require(rows.isEmpty ? nil : rows.count) >= picture.height / 2)
  }

  @Test func overlaysColourAndHiddenLabelsDoNot() {
    let made = ball.make()
    var snapshot = SliceSnapshot(name: "ball", volume: made.ct, plane: .axial, index: 15)
    let plain = snapshot.picture()
    var style = OverlayStyle(table: made.labels.table)
    snapshot.overlays = [.init(name: "labels", map: made.labels, style: style)]
    let isColoured = snapshot.picture() != plain
    #expect(isColoured)
    #expect(snapshot.drawn().organs.map(\.name) == ["sphere"])
    style.visible[1] = false
    snapshot.overlays = [.init(name: "labels", map: made.labels, style: style)]
    let isPlain = snapshot.picture() == plain
    #expect(isPlain && snapshot.drawn().organs.isEmpty)
  }

  @Test func aSecondLabelMapIsOutlinedOverTheFirst() {
    let made = ball.make()
    let shifted = SpherePhantom(
      radii: Vector3(x: 20, y: 20, z: 20), shape: ball.shape, spacing: ball.spacing
    ).make().labels
    var snapshot = SliceSnapshot(name: "ball", volume: made.ct, plane: .axial, index: 15)
    let style = OverlayStyle(table: made.labels.table)
    snapshot.overlays = [.init(name: "first", map: made.labels, style: style)]
    let first = snapshot.picture()
    snapshot.overlays.append(.init(name: "second", map: shifted, style: style))
    let both = snapshot.picture()
    let changed = both.pixels.indices.count { both.pixels[$0] != first.pixels[$0] }
    #expect(changed > 50 && changed < 400, "an outline, not an area: \(changed)")
  }

  @Test func captionAndFactsNameEverythingThatMatters() {
    let made = ball.make()
    var snapshot = SliceSnapshot(name: "case-1", volume: made.ct, plane: .axial, index: 7)
    snapshot.window = WindowLevel(width: 123, level: -45)
    snapshot.slab = 2
    snapshot.overlays = [
      .init(name: "organs", map: made.labels, style: OverlayStyle(table: made.labels.table))
    ]
    let caption = snapshot.captionGroups(legend: snapshot.drawn().organs).flatMap { $0 }.map(\.text)
    let facts = snapshot.facts.map(\.value)
    for text in ["case-1", "W 123 L −45 HU", "MIP of 15 mm", "sphere", snapshot.positionText] {
      #expect(caption.contains { $0.contains(text) }, "the caption lacks \(text)")
      #expect(facts.contains { $0.contains(Console.ascii(text)) }, "the facts lack \(text)")
    }
    #expect(
      caption.contains("axial 8/30") && caption.contains("RAD") && caption.contains("Research use only"))
    #expect(caption.contains { $0.hasPrefix("labels: organs, fill 45 %") && $0.hasSuffix("of this slice") })
    #expect(facts.contains(ProgramFacts.signature) && facts.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
  }

  @Test func thePositionIsTheSlicesOwn() {
    let volume = ball.make(orientation: "LPI").ct
    for plane in Plane.allCases {
      let snapshot = SliceSnapshot(name: "ball", volume: volume, plane: plane, index: 3)
      var voxel = VoxelIndex(x: 0, y: 0, z: 0)
      voxel[plane.normalAxis] = 3
      let position = volume.geometry.position(of: voxel)[plane.normalAxis]
      let side = (position < 0 ? ["L", "P", "I"] : ["R", "A", "S"])[plane.normalAxis]
      #expect(snapshot.positionText == "\(side) \(Format.decimal(abs(position), 1)) mm")
    }
  }

  @Test func anIndexOutsideIsKeptInside() {
    let volume = ball.make().ct
    #expect(SliceSnapshot(name: "b", volume: volume, plane: .axial, index: 99).index == 29)
    #expect(SliceSnapshot(name: "b", volume: volume, plane: .axial, index: -1).index == 0)
  }
}

@Suite struct ContactSheetTests {
  private let snapshot = SliceSnapshot(
    name: "ball", volume: SpherePhantom().make().ct, plane: .axial, index: 0)

  @Test func slicesAreEvenlySpacedFromTheHeadDown() {
    let sheet = ContactSheet(snapshot, rows: 2, columns: 2)
    #expect(sheet.indices == [17, 12, 7, 2])
    #expect(ContactSheet(snapshot, rows: 9, columns: 9).indices == Array((0..<20).reversed()))
  }

  @Test func theSheetHoldsItsTilesAndACaption() {
    let tile = snapshot.picture()
    let picture = ContactSheet(snapshot, rows: 3, columns: 6).render()
    #expect(picture.width == max(6 * tile.width + 10, SliceSnapshot.narrowest))
    #expect(picture.height > 3 * tile.height + 4)
    #expect(ContactSheet(snapshot, rows: 3, columns: 6).facts.contains { $0.key == "Slices" })
  }
}
