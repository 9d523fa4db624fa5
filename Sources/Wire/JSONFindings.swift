// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What decoding noticed on its way, shared by all containers of one document.
final class JSONFindings {
    /// A member that its object's type does not have.
    struct Unknown {
        /// The object.
        let pointer: String
        let name: String
        /// What was asked for there and not given: the author may have meant one of these.
        let candidates: Set<String>
    }

    /// One decoding of an object: what it holds, and what was asked for.
    final class Object {
        fileprivate let names: [String]
        fileprivate let place: JSONValueDecoder.Place?
        fileprivate let isKnown: (String) -> Bool
        fileprivate var asked: [String] = []

        fileprivate init(
            _ members: [JSON.Member], at place: JSONValueDecoder.Place?, isKnown: @escaping (String) -> Bool
        ) {
            names = members.map(\.name)
            self.place = place
            self.isKnown = isKnown
        }

        // A type asks for a handful of members: looking through them is faster than hashing them.
        func ask(_ name: String) {
            if !asked.contains(name) { asked.append(name) }
        }

        fileprivate var isWhollyAsked: Bool { names.allSatisfy(asked.contains) }
    }

    private var objects: [Object] = []

    /// Begins to note what is asked of an object; `isKnown` tells whether its type could ask for a name at all.
    func object(
        _ members: [JSON.Member], at place: JSONValueDecoder.Place?, isKnown: @escaping (String) -> Bool
    ) -> Object {
        let object = Object(members, at: place, isKnown: isKnown)
        objects.append(object)
        return object
    }

    /// Members that the type does not have; after a failure only those that are certain.
    ///
    /// An object may have been decoded more than once, as one type and as another: any of them may have asked.
    func unknown(complete: Bool) -> [Unknown] {
        guard !objects.allSatisfy(\.isWhollyAsked) else { return [] }
        let decodings = Dictionary(grouping: objects) { ($0.place?.path ?? []).pointer }
        return decodings.flatMap { pointer, decodings in
            let asked = Set(decodings.flatMap(\.asked))
            let given = decodings.last?.names ?? []
            return given.filter { name in
                !asked.contains(name) && (complete || decodings.allSatisfy { !$0.isKnown(name) })
            }.map { Unknown(pointer: pointer, name: $0, candidates: asked.subtracting(given)) }
        }.sorted { ($0.pointer, $0.name) < ($1.pointer, $1.name) }
    }
}

extension [any CodingKey] {
    /// The path as a JSON pointer (RFC 6901); empty for the whole document.
    var pointer: String {
        map { key in
            "/" + key.stringValue.replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined()
    }
}
