// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Completion of commands and options by the shell.
struct CompletionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print the script by which a shell completes inoctl's commands.",
        discussion: """
              bash   inoctl completion bash > ~/.local/share/bash-completion/completions/inoctl
              zsh    inoctl completion zsh > ~/.zfunc/_inoctl      (with fpath+=~/.zfunc before compinit)
              fish   inoctl completion fish > ~/.config/fish/completions/inoctl.fish
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        var script: String {
            switch self {
            case .bash: Inoctl.completionScript(for: .bash)
            case .zsh: Inoctl.completionScript(for: .zsh)
            case .fish: Inoctl.completionScript(for: .fish)
            }
        }
    }

    @Argument(help: "The shell.") var shell: Shell
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let script = shell.script
        try OfflineOutput(global).output.text(script.hasSuffix("\n") ? script : script + "\n", named: "script")
    }
}
