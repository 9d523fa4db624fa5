// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Evidence
import Testing

@Suite struct ContentHashTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ]) func theHashIsSHA256(_ text: String, _ hash: String) {
        #expect(Hexadecimal.text(ContentHash.sha256(Array(text.utf8))) == hash)
    }
}
