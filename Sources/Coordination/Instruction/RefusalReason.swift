// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Why a registrar may refuse to register; the list is that of the state's document exchange (МЭДО).
public enum RefusalReason: String, Codable, Hashable, Sendable, CaseIterable {
    /// «Не подлежит регистрации»
    case notRegistrable = "not-registrable"
    /// «Ошибка адресации»
    case wrongAddressee = "wrong-addressee"
    /// «Не указан корреспондент»
    case noCorrespondent = "no-correspondent"
    /// «Нет искового заявления»
    case noClaim = "no-claim"
    /// «Отсутствует текст»
    case noText = "no-text"
    /// «Нет подписи»
    case noSignature = "no-signature"
    /// «Приложение отсутствует»
    case noAttachment = "no-attachment"
    /// «Листаж приложения указан ошибочно»
    case wrongPageCount = "wrong-page-count"
    /// «Несовпадение реквизитов приложения с приложенными документами»
    case attachmentMismatch = "attachment-mismatch"

    /// The words of the exchange's list.
    public var russian: String {
        switch self {
        case .notRegistrable: "Не подлежит регистрации"
        case .wrongAddressee: "Ошибка адресации"
        case .noCorrespondent: "Не указан корреспондент"
        case .noClaim: "Нет искового заявления"
        case .noText: "Отсутствует текст"
        case .noSignature: "Нет подписи"
        case .noAttachment: "Приложение отсутствует"
        case .wrongPageCount: "Листаж приложения указан ошибочно"
        case .attachmentMismatch: "Несовпадение реквизитов приложения с приложенными документами"
        }
    }

    /// Reads a code, or the words of the list in any case.
    public init?(named text: String) {
        let wanted = text.lowercased()
        guard let reason = Self.allCases.first(where: { $0.rawValue == wanted || $0.russian.lowercased() == wanted })
        else { return nil }
        self = reason
    }
}
