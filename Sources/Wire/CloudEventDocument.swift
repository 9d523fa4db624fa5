// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation

extension IncomingEvent {
    /// Reads an event of the structured mode: a JSON object whose members are the attributes and the data.
    ///
    /// Data under `data` become bytes again: those of the text when it is no JSON by its media type, else JSON on one line;
    /// data under `data_base64` are the bytes that were encoded.
    public init(_ document: JSON) throws(Faults) {
        guard case .object(let members) = document else {
            throw Faults([Fault(attribute: "", sentence: "An event is an object, not \(document.kindName).")])
        }
        var attributes: [String: String] = [:]
        var faults: [Fault] = []
        for member in members where member.name != "data" && member.name != "data_base64" {
            if member.value == .null { continue }
            guard let text = member.value.scalarText else {
                let kind = member.value.kindName
                let sentence = "'\(member.name)' is \(kind): an attribute is a text, a number or a boolean."
                faults.append(Fault(attribute: member.name, sentence: sentence))
                continue
            }
            attributes[member.name] = text
        }
        let contentType = attributes["datacontenttype"] ?? "application/json"
        var body: [UInt8] = []
        do throws(Faults) {
            body = try Self.data(of: document, contentType)
        } catch {
            faults += error.faults
        }
        let event: IncomingEvent
        do throws(Faults) {
            event = try IncomingEvent(attributes: attributes, contentType: contentType, body: body)
        } catch {
            throw Faults(faults + error.faults)
        }
        guard faults.isEmpty else { throw Faults(faults) }
        self = event
    }

    private static func data(of document: JSON, _ contentType: String) throws(Faults) -> [UInt8] {
        switch (document["data"], document["data_base64"]) {
        case (.some, .some):
            throw Faults([Fault(attribute: "data", sentence: "An event has either 'data' or 'data_base64'.")])
        case (.string(let text)?, nil) where !isJSON(contentType): return Array(text.utf8)
        case (let value?, nil): return Array(value.compact.utf8)
        case (nil, .string(let text)?):
            guard let data = Data(base64Encoded: text) else {
                throw Faults([Fault(attribute: "data_base64", sentence: "'data_base64' is not Base64.")])
            }
            return Array(data)
        case (nil, let other?):
            let sentence = "'data_base64' is \(other.kindName): it is a text."
            throw Faults([Fault(attribute: "data_base64", sentence: sentence)])
        case (nil, nil): return []
        }
    }

    private static func isJSON(_ contentType: String) -> Bool {
        let name = contentType.prefix { $0 != ";" }.lowercased()
        return name.hasSuffix("/json") || name.hasSuffix("+json")
    }
}
