import Imaging
import TerminalKit
import Testing

@testable import Workstation

@Suite("A reader at the viewer")
struct ViewerStoryTests {
  @Test("sees three linked slices with letters, badge and the research line")
  func opens() throws {
    let story = try ViewerStory()
    for text in ["Axial", "Sagittal", "Coronal", "RAD", "RESEARCH USE ONLY", "Organs", " HU", "mm"] {
      #expect(story.sees(text), "\(text) is missing")
    }
    let title = try #require(story.lines.first { $0.contains("Axial") })
    #expect(title.contains(" A "))
  }

  @Test(
    "at every size sees something and never more than the terminal has",
    arguments: [
      (1, 1), (2, 1), (1, 40), (20, 5), (39, 12), (40, 12), (60, 20), (64, 18), (80, 24), (120, 40),
      (300, 100),
    ])
  func sizes(width: Int, height: Int) throws {
    var story = try ViewerStory(width, height)
    for keys in ["", "? ", "<esc> :", "<esc> t", "<f9>", "<esc> <enter>", "x <left> d <right> <enter>"] {
      try story.press(keys)
      let frame = story.session.frame()
      #expect(frame.size == Size(width: width, height: height))
    }
    if width >= 80, height >= 24 { #expect(story.sees("RAD")) }
  }

  @Test("changes the window by number keys and by arrows")
  func windows() throws {
    var story = try ViewerStory()
    try story.press("4")
    #expect(story.sees("W 2500 L 480"))
    try story.press("1 w <up> <right> <esc>")
    #expect(story.model.window == WindowLevel(width: 420, level: 50))
    try story.press("i")
    #expect(story.sees("inverted"))
  }

  @Test("turns the picture from radiological to neurological and sees it at once")
  func conventions() throws {
    var story = try ViewerStory()
    let before = story.session.frame()
    try story.press("N")
    #expect(story.sees("NEURO"))
    #expect(story.session.frame() != before)
    try story.press("N")
    #expect(story.session.frame() == before)
  }

  @Test("finds an organ by typing, goes to its centre and reads its name under the crosshair")
  func findsOrgan() throws {
    var story = try ViewerStory()
    try story.press("/ 'liver' <enter> z")
    #expect(story.model.labelAtCursor?.name == "liver")
    #expect(story.sees("liver"))
    #expect(story.sees(" mL"))
    try story.press("<esc>")
    #expect(story.model.tree.filter.isEmpty)
    #expect(story.model.tree.selectedLeaf?.name == "liver")
  }

  @Test("walks the organs with . and , and the slices of one with < and >")
  func walksOrgans() throws {
    var story = try ViewerStory()
    try story.press(".")
    let first = try #require(story.model.tree.selectedLeaf)
    #expect(story.model.labelAtCursor?.id == first.id)
    try story.press(".")
    let second = try #require(story.model.tree.selectedLeaf)
    #expect(first != second)
    try story.press(",")
    #expect(story.model.tree.selectedLeaf == first)
    let here = story.model.sliceIndex(.axial)
    try story.press(">")
    #expect(story.model.sliceIndex(.axial) == here + 1)
    try story.press("> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > >")
    let counts = try #require(story.model.activeStatistics).counts(.axial)
    #expect(counts[story.model.sliceIndex(.axial)] > 0)
  }

  @Test("hides an organ, a group, shows one alone, shows all again")
  func visibility() throws {
    var story = try ViewerStory()
    try story.press("/ 'liver' <enter> <space>")
    #expect(!story.model.isVisible("liver"))
    try story.press("<space>")
    #expect(story.model.isVisible("liver"))
    try story.press("I")
    #expect(story.model.isVisible("liver") && !story.model.isVisible("spleen"))
    try story.press("A")
    #expect(story.model.isVisible("spleen"))
    try story.press("/ 'liver' <enter> <left> <space>")
    #expect(!story.model.isVisible("liver"))
  }

  @Test("draws labels as fill, outline and both, and turns them off")
  func overlay() throws {
    var story = try ViewerStory()
    var frames: Set<CellGrid> = [story.session.frame()]
    for keys in ["o", "o", "g"] {
      try story.press(keys)
      frames.insert(story.session.frame())
    }
    #expect(frames.count == 4)
    #expect(story.sees("overlay off"))
  }

  @Test("measures a distance that is right in millimetres")
  func distance() throws {
    var story = try ViewerStory()
    try story.press("a d <right> <right> <right> <right> <enter>")
    let measurement = try #require(story.model.measurements.first)
    let spacing = try #require(story.model.geometry).spacing
    #expect(measurement.text == "\(Format.decimal(4 * spacing.x, 1)) mm")
    #expect(story.sees(measurement.text))
    try story.press("<bs>")
    #expect(story.model.measurements.isEmpty)
  }

  @Test("measures an ellipse")
  func ellipse() throws {
    var story = try ViewerStory()
    try story.press("/ 'liver' <enter> z <esc> a e <s-right> <s-down> <enter>")
    let measurement = try #require(story.model.measurements.first)
    #expect(measurement.text.contains("HU") && measurement.text.contains("cm²"))
  }

  @Test("compares two label maps: difference on the slices, Dice in the table")
  func compares() throws {
    var story = try ViewerStory(labels: [ViewerStory.sampleLabels, ViewerStory.sampleLabels])
    try story.press("v v")
    #expect(story.sees("difference"))
    try story.press("<f8>")
    #expect(story.sees("Dice") && story.sees("1.000"))
  }

  @Test("reads the organ table, sorts it, and goes to an organ from there")
  func table() throws {
    var story = try ViewerStory()
    try story.press("t")
    #expect(story.sees("SNOMED CT") && story.sees("mean HU"))
    try story.press("s S")
    let volumes = try #require(story.model.tableContent).sorted(by: 1, descending: true).map { $0.keys[1] }
    #expect(volumes == volumes.sorted(by: >))
    try story.press("<enter>")
    #expect(story.model.screen == .viewer)
    #expect(story.model.labelAtCursor != nil)
  }

  @Test("finds any action in the palette and learns why one cannot be done")
  func palette() throws {
    var story = try ViewerStory()
    try story.press(": 'bone' <enter>")
    #expect(story.model.currentPreset?.id == "bone")
    try story.press("v")
    #expect(story.sees("only one label map is open"))
    try story.press("? 'crosshair'")
    #expect(story.sees("Move crosshair"))
  }

  @Test("zooms, pans and fits")
  func zoom() throws {
    var story = try ViewerStory()
    let fitted = story.session.frame()
    try story.press("+ + + L K")
    #expect(story.sees("zoom 2.0"))
    #expect(story.session.frame() != fitted)
    try story.press("r")
    #expect(story.model.zoom == 1 && story.model.center == nil)
  }

  @Test("sees maximum-intensity projections and the histogram")
  func projection() throws {
    var story = try ViewerStory()
    try story.press("m")
    #expect(story.sees("MIP"))
    try story.press("m m h")
    #expect(story.model.slab == 0)
    #expect(story.sees("HU of"))
  }

  @Test("without a scan learns what to press")
  func empty() throws {
    var story = try ViewerStory(empty: true)
    #expect(story.sees("No scan is open"))
    try story.press("<down> 3 . / x d t m p + z")
    #expect(story.model.message?.text.contains("no scan is open") == true)
  }

  @Test("in ASCII and without colours still sees slices and letters")
  func plain() throws {
    let story = try ViewerStory(
      100, 40, capabilities: Capabilities(colors: .mono, unicode: false))
    #expect(story.screen.unicodeScalars.allSatisfy { $0.isASCII })
    #expect(story.sees("Axial"))
    #expect(story.sees("no colours"))
    #expect(story.session.frame().cells.allSatisfy { $0.style.foreground == .standard })
  }
}
