// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Coordination

/// The files that the tests begin with.
enum RegistrySamples {
    /// The reference data of INO Tomsk as it lies in the tree.
    static func inoTomsk() throws -> [String: [UInt8]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "sql/reference/ino-tomsk")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, [UInt8](try Data(contentsOf: folder.appending(path: $0)))) })
    }

    /// A whole registry of a few rows, of a region with one roadmap version of its own.
    static let small: [String: String] = [
        "work_areas.csv": """
        code,number,name_en,name_ru,provenance,evidence,source_note
        industry,1,Industry,Промышленность,sample,invented,invented

        """,
        "clusters.csv": """
        code,number,name_en,name_ru,document_wording,provenance,evidence,source_note
        timber,1,Timber cluster,Лесной кластер,timber cluster,sample,invented,invented

        """,
        "area_types.csv": "code,number,name_en,name_ru,provenance,evidence,source_note\n",
        "stakeholders.csv": """
        code,kind,name_en,name_ru,parent,provenance,membership_provenance,source_note,cluster,evidence
        ministry,federal_ministry,Ministry,Министерство,,public,public,http://example.org,,stored_page
        office,project_office,Office,Офис,ministry,sample,sample,invented,timber,invented
        team,task_team,Team,Группа,office,sample,sample,invented,,invented

        """,
        "persons.csv": """
        code,name_en,name_ru,organisation,position_en,position_ru,valid_from,valid_to,provenance,evidence,source_note
        ivanov,Ivanov,Иванов,office,Head,Начальник,2014,2016-03,sample,invented,invented

        """,
        "instruments.csv": """
        code,name_en,name_ru,owner,kind,legal_basis,valid_from,valid_to,work_area,cluster,summary,provenance,\
        membership_provenance,legal_basis_evidence,source_note,evidence
        loan,Loan,Заём,ministry,fund_loan,Act 1,2014-06,2016,industry,,Money.,sample,sample,prior_knowledge,\
        invented,invented

        """,
        "instrument_recipients.csv": """
        instrument,stakeholder,role,provenance,source_note,evidence
        loan,office,beneficiary,sample,invented,invented

        """,
        "roadmap_actions_2030.csv": """
        number,code,title_en,work_area,lead,co_executors,due,outcome,instruments,status,provenance,\
        details_provenance,status_provenance,document_link,title_ru,cluster,source_note,evidence
        1,2030-01,Build,industry,office,team,2030,Built,loan,planned,sample,sample,sample,none,Построить,timber,\
        invented,invented

        """,
        "projects.csv": """
        code,title_en,title_ru,kind,work_area,cluster,area_type,lead,participants,start,end,status,budget_mrub,\
        extra_budget_mrub,jobs_planned,instruments,action_2030,provenance,details_provenance,numbers_provenance,\
        source_note,evidence
        p-1,Sample project 1,Проект 1,industrial,industry,,,office,team,2015,2016-05-01,planned,12.5,2,30,loan,\
        2030-01,sample,sample,sample,invented,invented

        """,
        "indicators.csv": """
        code,name_en,name_ru,unit,owner,direction,work_area,provenance,source_note,evidence
        jobs,Jobs,Рабочие места,jobs,office,up,industry,sample,invented,invented

        """,
        "indicator_values.csv": """
        indicator,period,plan,fact,unit,provenance,pct_of_plan,plan_derived,qualifier,literal,doubt,alt_fact,\
        source_note,evidence
        jobs,2006/2016,,107,jobs,sample,107,100,exact,107% of the plan,,,invented,invented

        """,
        "meetings.csv": """
        code,date,date_precision,date_basis,kind,title_en,title_ru,chair,co_chair,place,topic,organiser,\
        participants,provenance,source_note,evidence
        ev-1,2014-06,month,event,meeting,Meeting,Совещание,,,,Jobs,office,team,sample,invented,invented

        """,
        "meeting_decisions.csv": """
        code,meeting,number,kind,text_en,responsible,due,provenance,source_note,evidence
        ev-1-d01,ev-1,1,decision,Do it,office,2016-12-31,sample,invented,invented

        """,
    ]

    static func check(_ files: [String: String]) -> (data: RegistryData?, faults: [Fault], warnings: [Warning]) {
        RegistryValidation.check(RegistryFiles(files: files.mapValues { Array($0.utf8) }))
    }

    /// The small registry with a text replaced in one file.
    static func small(_ file: String, _ old: String, _ new: String) throws -> [String: String] {
        var files = small
        let text = try #require(files[file])
        try #require(text.contains(old), "\(file) has no '\(old)'")
        files[file] = text.replacing(old, with: new, maxReplacements: 1)
        return files
    }
}
