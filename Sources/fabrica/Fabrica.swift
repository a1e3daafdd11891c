import ArgumentParser

@main
struct Fabrica: ParsableCommand {
}
