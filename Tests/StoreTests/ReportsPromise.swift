// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Every column of report_v1 that others may build on, in the order of views and columns. Lines are added here with the
/// columns, and never removed.
enum ReportsPromise {
    static let columns = """
        action_lineage.programme text
        action_lineage.version text
        action_lineage.action_code text
        action_lineage.action_title text
        action_lineage.origin_version text
        action_lineage.origin_code text
        action_lineage.origin_title text
        action_lineage.is_reworded boolean
        action_lineage.is_due_moved boolean
        action_lineage.is_lead_moved boolean
        action_lineage.provenance text
        action_lineage.evidence text
        action_lineage.source_note text
        action_lineage.imported_by text
        action_lineage.imported_at timestamp with time zone
        action_lineage.import_message_id text
        action_lineage.is_current boolean
        approval.approval_id text
        approval.approval_no text
        approval.programme text
        approval.author_org_code text
        approval.author_org_name text
        approval.signer_org_code text
        approval.signer_org_name text
        approval.signer_person_code text
        approval.title text
        approval.reference text
        approval.content_hash text
        approval.note text
        approval.state text
        approval.state_ru text
        approval.is_open boolean
        approval.cycle integer
        approval.open_stage_no integer
        approval.stage_count bigint
        approval.waits_for_org_codes text[]
        approval.open_remark_count bigint
        approval.submitted_at timestamp with time zone
        approval.stage_opened_at timestamp with time zone
        approval.returned_at timestamp with time zone
        approval.approved_at timestamp with time zone
        approval.closed_at timestamp with time zone
        approval.signed_number text
        approval.signed_on date
        approval.reason text
        approval.message_count integer
        approval.provenance text
        approval_remark.approval_id text
        approval_remark.approval_no text
        approval_remark.programme text
        approval_remark.remark_no integer
        approval_remark.vote_no integer
        approval_remark.approver_org_code text
        approval_remark.approver_org_name text
        approval_remark.point text
        approval_remark.text text
        approval_remark.state text
        approval_remark.state_ru text
        approval_remark.reply text
        approval_remark.replied_at timestamp with time zone
        approval_remark.provenance text
        approval_stage.approval_id text
        approval_stage.approval_no text
        approval_stage.programme text
        approval_stage.stage_no integer
        approval_stage.stage_name text
        approval_stage.rule text
        approval_stage.rule_ru text
        approval_stage.quorum integer
        approval_stage.has_veto boolean
        approval_stage.is_advisory boolean
        approval_stage.remarks_return boolean
        approval_stage.term_working_days integer
        approval_stage.state text
        approval_stage.state_ru text
        approval_stage.asked_count integer
        approval_stage.decided_count integer
        approval_stage.consent_count integer
        approval_stage.refusal_count integer
        approval_stage.not_competent_count integer
        approval_stage.opinion_count integer
        approval_stage.opened_at timestamp with time zone
        approval_stage.decided_at timestamp with time zone
        approval_stage.wait_days numeric
        approval_stage.provenance text
        approval_stage.wait_working_days bigint
        approval_vote.approval_id text
        approval_vote.approval_no text
        approval_vote.programme text
        approval_vote.vote_no integer
        approval_vote.cycle integer
        approval_vote.stage_no integer
        approval_vote.approver_org_code text
        approval_vote.approver_org_name text
        approval_vote.approver_person_code text
        approval_vote.approver_position text
        approval_vote.approver_capacity text
        approval_vote.vote text
        approval_vote.vote_ru text
        approval_vote.comment text
        approval_vote.content_hash text
        approval_vote.is_for_present_content boolean
        approval_vote.stands boolean
        approval_vote.voted_at timestamp with time zone
        approval_vote.provenance text
        broker_status.as_of_at timestamp with time zone
        broker_status.schema_step text
        broker_status.programme_count bigint
        broker_status.inbox_count bigint
        broker_status.waiting_count bigint
        broker_status.oldest_waiting_at timestamp with time zone
        broker_status.oldest_waiting_seconds bigint
        broker_status.messages_last_hour_count bigint
        broker_status.messages_last_day_count bigint
        broker_status.last_message_at timestamp with time zone
        broker_status.last_message_id text
        broker_status.storage_until_at timestamp with time zone
        calendar_day.calendar text
        calendar_day.day_on date
        calendar_day.kind text
        calendar_day.kind_ru text
        calendar_day.is_worked boolean
        calendar_day.moved_from_on date
        calendar_day.holiday_ru text
        calendar_day.holiday_en text
        calendar_day.provenance text
        calendar_day.imported_by text
        calendar_day.imported_at timestamp with time zone
        delivery_attempt.message_id text
        delivery_attempt.recipient_org_code text
        delivery_attempt.recipient_org_name text
        delivery_attempt.inbox_number bigint
        delivery_attempt.attempt_no integer
        delivery_attempt.attempted_at timestamp with time zone
        delivery_attempt.channel text
        delivery_attempt.status integer
        delivery_attempt.detail text
        delivery_attempt.webhook_id text
        delivery_attempt.result text
        delivery_attempt.result_ru text
        delivery_attempt.duration_ms integer
        delivery_attempt.is_replay boolean
        discipline_by_quarter.programme text
        discipline_by_quarter.quarter text
        discipline_by_quarter.responsible_org_code text
        discipline_by_quarter.responsible_org_name text
        discipline_by_quarter.instruction_count bigint
        discipline_by_quarter.on_time_original_count bigint
        discipline_by_quarter.on_time_current_count bigint
        discipline_by_quarter.on_time_original_pct numeric
        discipline_by_quarter.on_time_current_pct numeric
        discipline_by_quarter.extension_count bigint
        discipline_by_quarter.returned_count bigint
        discipline_by_quarter.overdue_count bigint
        discipline_by_quarter.provenance text
        indicator.programme text
        indicator.indicator_code text
        indicator.indicator_name text
        indicator.indicator_name_en text
        indicator.unit text
        indicator.unit_ru text
        indicator.direction text
        indicator.owner_org_code text
        indicator.owner_org_name text
        indicator.work_area_code text
        indicator.work_area_name text
        indicator.value_count bigint
        indicator.provenance text
        indicator.evidence text
        indicator.source_note text
        indicator.imported_by text
        indicator.imported_at timestamp with time zone
        indicator.import_message_id text
        indicator.is_current boolean
        indicator_value.programme text
        indicator_value.indicator_code text
        indicator_value.indicator_name text
        indicator_value.indicator_name_en text
        indicator_value.period_text text
        indicator_value.period_from_on date
        indicator_value.period_to_on date
        indicator_value.plan numeric
        indicator_value.fact numeric
        indicator_value.unit text
        indicator_value.unit_ru text
        indicator_value.stated_plan_pct numeric
        indicator_value.plan_derived numeric
        indicator_value.qualifier text
        indicator_value.literal text
        indicator_value.is_doubtful boolean
        indicator_value.alt_fact numeric
        indicator_value.owner_org_code text
        indicator_value.owner_org_name text
        indicator_value.work_area_code text
        indicator_value.work_area_name text
        indicator_value.provenance text
        indicator_value.evidence text
        indicator_value.source_note text
        indicator_value.imported_by text
        indicator_value.imported_at timestamp with time zone
        indicator_value.import_message_id text
        indicator_value.is_current boolean
        indicator_value.plan_pct numeric
        indicator_value.over_plan_pct numeric
        indicator_value.over_plan numeric
        indicator_value.base numeric
        indicator_value.base_kind text
        indicator_value.horizon text
        instruction.instruction_id text
        instruction.instruction_no text
        instruction.programme text
        instruction.issuer_org_code text
        instruction.issuer_org_name text
        instruction.responsible_org_code text
        instruction.responsible_org_name text
        instruction.controller_org_code text
        instruction.controller_org_name text
        instruction.text text
        instruction.mark text
        instruction.about_action_code text
        instruction.instrument_codes text[]
        instruction.basis text
        instruction.policy text
        instruction.state text
        instruction.state_ru text
        instruction.control text
        instruction.is_open boolean
        instruction.has_deadline boolean
        instruction.is_due_pending boolean
        instruction.original_due_at timestamp with time zone
        instruction.current_due_at timestamp with time zone
        instruction.rework_due_at timestamp with time zone
        instruction.due_at timestamp with time zone
        instruction.due_local_on date
        instruction.due_local_text text
        instruction.zone text
        instruction.timeliness text
        instruction.is_overdue boolean
        instruction.days_late integer
        instruction.issued_at timestamp with time zone
        instruction.reported_at timestamp with time zone
        instruction.executed_at timestamp with time zone
        instruction.closed_at timestamp with time zone
        instruction.return_count integer
        instruction.message_count integer
        instruction.refusal_reason text
        instruction.refusal_comment text
        instruction.reason text
        instruction.provenance text
        instruction.control_ru text
        instruction.timeliness_ru text
        instruction.is_extended boolean
        instruction_deadline_history.instruction_id text
        instruction_deadline_history.instruction_no text
        instruction_deadline_history.programme text
        instruction_deadline_history.responsible_org_code text
        instruction_deadline_history.responsible_org_name text
        instruction_deadline_history.original_due_at timestamp with time zone
        instruction_deadline_history.current_due_at timestamp with time zone
        instruction_deadline_history.rework_due_at timestamp with time zone
        instruction_deadline_history.due_at timestamp with time zone
        instruction_deadline_history.due_local_on date
        instruction_deadline_history.zone text
        instruction_deadline_history.fixed_at timestamp with time zone
        instruction_deadline_history.message_id text
        instruction_deadline_history.provenance text
        instruction_event.message_id text
        instruction_event.instruction_id text
        instruction_event.instruction_no text
        instruction_event.programme text
        instruction_event.event text
        instruction_event.event_ru text
        instruction_event.actor_org_code text
        instruction_event.actor_org_name text
        instruction_event.actor_person_code text
        instruction_event.actor_position text
        instruction_event.actor_capacity text
        instruction_event.actor_basis text
        instruction_event.occurred_at timestamp with time zone
        instruction_event.known_at timestamp with time zone
        instruction_event.recorded_at timestamp with time zone
        instruction_event.is_entered_late boolean
        instruction_event.recipient_count integer
        instruction_event.hash text
        instruction_event.provenance text
        instruction_event.actor_person_name text
        instruction_state_history.instruction_id text
        instruction_state_history.instruction_no text
        instruction_state_history.programme text
        instruction_state_history.issuer_org_code text
        instruction_state_history.issuer_org_name text
        instruction_state_history.responsible_org_code text
        instruction_state_history.responsible_org_name text
        instruction_state_history.state text
        instruction_state_history.state_ru text
        instruction_state_history.control text
        instruction_state_history.original_due_at timestamp with time zone
        instruction_state_history.current_due_at timestamp with time zone
        instruction_state_history.rework_due_at timestamp with time zone
        instruction_state_history.issued_at timestamp with time zone
        instruction_state_history.reported_at timestamp with time zone
        instruction_state_history.executed_at timestamp with time zone
        instruction_state_history.closed_at timestamp with time zone
        instruction_state_history.return_count integer
        instruction_state_history.message_count integer
        instruction_state_history.known_from_at timestamp with time zone
        instruction_state_history.known_to_at timestamp with time zone
        instruction_state_history.is_current boolean
        instruction_state_history.message_id text
        instruction_state_history.zone text
        instruction_state_history.provenance text
        instrument.programme text
        instrument.instrument_code text
        instrument.instrument_name text
        instrument.instrument_name_en text
        instrument.kind text
        instrument.kind_ru text
        instrument.owner_org_code text
        instrument.owner_org_name text
        instrument.legal_basis text
        instrument.legal_basis_evidence text
        instrument.valid_from_text text
        instrument.valid_to_text text
        instrument.valid_from_on date
        instrument.valid_to_on date
        instrument.is_open boolean
        instrument.work_area_code text
        instrument.work_area_name text
        instrument.cluster_code text
        instrument.cluster_name text
        instrument.summary text
        instrument.membership_provenance text
        instrument.action_count bigint
        instrument.project_count bigint
        instrument.recipient_count bigint
        instrument.window_count bigint
        instrument.budget_count bigint
        instrument.is_unused boolean
        instrument.provenance text
        instrument.evidence text
        instrument.source_note text
        instrument.imported_by text
        instrument.imported_at timestamp with time zone
        instrument.import_message_id text
        instrument.is_current boolean
        instrument.use_count bigint
        instrument.windows_text text
        instrument.recipient_org_codes text
        instrument.action_codes text
        instrument.project_codes text
        instrument_application.use_no text
        instrument_application.application integer
        instrument_application.programme text
        instrument_application.instrument_code text
        instrument_application.owner_org_code text
        instrument_application.owner_org_name text
        instrument_application.recipient_org_code text
        instrument_application.recipient_org_name text
        instrument_application.application_no text
        instrument_application.application_on date
        instrument_application.amount_rub numeric(18,2)
        instrument_application.outcome text
        instrument_application.outcome_ru text
        instrument_application.decided_at timestamp with time zone
        instrument_application.granted_rub numeric(18,2)
        instrument_application.agreement_no text
        instrument_application.agreement_on date
        instrument_application.granted_until_on date
        instrument_application.reason text
        instrument_application.provenance text
        instrument_budget.programme text
        instrument_budget.instrument_code text
        instrument_budget.instrument_name text
        instrument_budget.year integer
        instrument_budget.amount_mrub numeric
        instrument_budget.co_funding_pct numeric
        instrument_budget.provenance text
        instrument_budget.evidence text
        instrument_budget.source_note text
        instrument_budget.imported_by text
        instrument_budget.imported_at timestamp with time zone
        instrument_budget.import_message_id text
        instrument_budget.is_current boolean
        instrument_collision.programme text
        instrument_collision.collision text
        instrument_collision.collision_ru text
        instrument_collision.recipient_org_code text
        instrument_collision.recipient_org_name text
        instrument_collision.action_code text
        instrument_collision.project_code text
        instrument_collision.target_title text
        instrument_collision.instrument_codes text
        instrument_collision.use_nos text
        instrument_collision.amount_rub numeric
        instrument_collision.due_on date
        instrument_collision.expires_on date
        instrument_collision.days_short integer
        instrument_collision.provenance text
        instrument_coverage.programme text
        instrument_coverage.instrument_code text
        instrument_coverage.instrument_name text
        instrument_coverage.kind text
        instrument_coverage.owner_org_code text
        instrument_coverage.owner_org_name text
        instrument_coverage.used_by text
        instrument_coverage.used_by_code text
        instrument_coverage.used_by_name text
        instrument_coverage.used_by_detail text
        instrument_coverage.is_unused boolean
        instrument_coverage.link_provenance text
        instrument_coverage.provenance text
        instrument_coverage.evidence text
        instrument_coverage.source_note text
        instrument_coverage.wanted_rub numeric
        instrument_coverage.applied_rub numeric
        instrument_coverage.granted_rub numeric
        instrument_coverage.spent_rub numeric
        instrument_recipient.programme text
        instrument_recipient.instrument_code text
        instrument_recipient.instrument_name text
        instrument_recipient.organisation_code text
        instrument_recipient.organisation_name text
        instrument_recipient.role text
        instrument_recipient.role_ru text
        instrument_recipient.provenance text
        instrument_recipient.evidence text
        instrument_recipient.source_note text
        instrument_recipient.imported_by text
        instrument_recipient.imported_at timestamp with time zone
        instrument_recipient.import_message_id text
        instrument_recipient.is_current boolean
        instrument_use.use_id text
        instrument_use.use_no text
        instrument_use.programme text
        instrument_use.state text
        instrument_use.state_ru text
        instrument_use.is_open boolean
        instrument_use.recipient_org_code text
        instrument_use.recipient_org_name text
        instrument_use.instrument_code text
        instrument_use.instrument_name text
        instrument_use.owner_org_code text
        instrument_use.owner_org_name text
        instrument_use.action_code text
        instrument_use.action_title text
        instrument_use.project_code text
        instrument_use.project_title text
        instrument_use.lead_org_code text
        instrument_use.lead_org_name text
        instrument_use.needer_org_code text
        instrument_use.needer_org_name text
        instrument_use.purpose text
        instrument_use.wanted_rub numeric(18,2)
        instrument_use.applied_rub numeric
        instrument_use.granted_rub numeric
        instrument_use.spent_rub numeric(18,2)
        instrument_use.application_no text
        instrument_use.application_on date
        instrument_use.agreement_no text
        instrument_use.agreement_on date
        instrument_use.granted_until_on date
        instrument_use.application_count integer
        instrument_use.refusal_count bigint
        instrument_use.last_refusal text
        instrument_use.reason text
        instrument_use.needed_at timestamp with time zone
        instrument_use.matched_at timestamp with time zone
        instrument_use.decided_at timestamp with time zone
        instrument_use.closed_at timestamp with time zone
        instrument_use.message_count integer
        instrument_use.provenance text
        instrument_window.programme text
        instrument_window.instrument_code text
        instrument_window.instrument_name text
        instrument_window.opens_text text
        instrument_window.closes_text text
        instrument_window.opens_on date
        instrument_window.closes_on date
        instrument_window.provenance text
        instrument_window.evidence text
        instrument_window.source_note text
        instrument_window.imported_by text
        instrument_window.imported_at timestamp with time zone
        instrument_window.import_message_id text
        instrument_window.is_current boolean
        meeting.programme text
        meeting.meeting_code text
        meeting.date_text text
        meeting.date_from_on date
        meeting.date_to_on date
        meeting.date_basis text
        meeting.kind text
        meeting.kind_ru text
        meeting.meeting_title text
        meeting.meeting_title_en text
        meeting.chair text
        meeting.co_chair text
        meeting.place text
        meeting.topic text
        meeting.organiser_org_code text
        meeting.organiser_org_name text
        meeting.participant_codes text
        meeting.decision_count bigint
        meeting.provenance text
        meeting.evidence text
        meeting.source_note text
        meeting.imported_by text
        meeting.imported_at timestamp with time zone
        meeting.import_message_id text
        meeting.is_current boolean
        meeting_decision.programme text
        meeting_decision.meeting_code text
        meeting_decision.meeting_title text
        meeting_decision.meeting_from_on date
        meeting_decision.decision_code text
        meeting_decision.number integer
        meeting_decision.kind text
        meeting_decision.kind_ru text
        meeting_decision.text_en text
        meeting_decision.responsible_org_code text
        meeting_decision.responsible_org_name text
        meeting_decision.due_text text
        meeting_decision.due_on date
        meeting_decision.provenance text
        meeting_decision.evidence text
        meeting_decision.source_note text
        meeting_decision.imported_by text
        meeting_decision.imported_at timestamp with time zone
        meeting_decision.import_message_id text
        meeting_decision.is_current boolean
        message.message_id text
        message.case_id text
        message.programme text
        message.kind text
        message.sender_org_code text
        message.sender_org_name text
        message.sender_key text
        message.actor_person_code text
        message.actor_position text
        message.actor_capacity text
        message.actor_basis text
        message.occurred_at timestamp with time zone
        message.known_at timestamp with time zone
        message.recorded_at timestamp with time zone
        message.cause_message_id text
        message.recipient_count integer
        message.content_type text
        message.body_bytes integer
        message.hash text
        message.provenance text
        message_receipt.message_id text
        message_receipt.programme text
        message_receipt.kind text
        message_receipt.sender_org_code text
        message_receipt.sender_org_name text
        message_receipt.recipient_org_code text
        message_receipt.recipient_org_name text
        message_receipt.recipient_role text
        message_receipt.inbox_number bigint
        message_receipt.accepted_at timestamp with time zone
        message_receipt.delivered_at timestamp with time zone
        message_receipt.registered_at timestamp with time zone
        message_receipt.outcome_at timestamp with time zone
        message_receipt.provenance text
        organisation.programme text
        organisation.organisation_code text
        organisation.organisation_name text
        organisation.organisation_name_en text
        organisation.kind text
        organisation.kind_ru text
        organisation.parent_org_code text
        organisation.parent_org_name text
        organisation.cluster_code text
        organisation.cluster_name text
        organisation.membership_provenance text
        organisation.provenance text
        organisation.evidence text
        organisation.source_note text
        organisation.imported_by text
        organisation.imported_at timestamp with time zone
        organisation.import_message_id text
        organisation.is_current boolean
        organisation_name_history.organisation_code text
        organisation_name_history.organisation_name text
        organisation_name_history.organisation_name_en text
        organisation_name_history.valid_from_on date
        organisation_name_history.valid_to_on date
        organisation_name_history.is_current boolean
        organisation_name_history.provenance text
        organisation_name_history.evidence text
        organisation_name_history.source_note text
        organisation_name_history.imported_by text
        organisation_name_history.imported_at timestamp with time zone
        organisation_name_history.import_message_id text
        overdue_by_organisation.programme text
        overdue_by_organisation.responsible_org_code text
        overdue_by_organisation.responsible_org_name text
        overdue_by_organisation.open_count bigint
        overdue_by_organisation.overdue_count bigint
        overdue_by_organisation.worst_days_late integer
        overdue_by_organisation.oldest_due_at timestamp with time zone
        overdue_by_organisation.done_late_count bigint
        overdue_by_organisation.provenance text
        parked_message.parked_id text
        parked_message.webhook_id text
        parked_message.organisation_code text
        parked_message.organisation_name text
        parked_message.inbox_number bigint
        parked_message.message_id text
        parked_message.parked_at timestamp with time zone
        parked_message.attempt_count integer
        parked_message.status integer
        parked_message.reason text
        parked_message.resolution text
        parked_message.resolved_at timestamp with time zone
        parked_message.resolved_by text
        parked_message.resolution_note text
        person_position.person_code text
        person_position.person_name text
        person_position.person_name_en text
        person_position.organisation_code text
        person_position.organisation_name text
        person_position.position text
        person_position.position_en text
        person_position.valid_from_text text
        person_position.valid_to_text text
        person_position.valid_from_on date
        person_position.valid_to_on date
        person_position.provenance text
        person_position.evidence text
        person_position.source_note text
        person_position.imported_by text
        person_position.imported_at timestamp with time zone
        person_position.import_message_id text
        person_position.is_current boolean
        programme.programme text
        programme.programme_name text
        programme.programme_name_en text
        programme.zone text
        programme.end_of_day_hour smallint
        programme.calendar text
        programme.policy text
        programme.clock text
        programme.now_at timestamp with time zone
        programme.office_org_code text
        programme.office_org_name text
        programme.goal_ru text
        programme.goal_en text
        programme.legal_basis text
        programme.provenance text
        programme.evidence text
        programme.source_note text
        programme.imported_by text
        programme.imported_at timestamp with time zone
        programme.import_message_id text
        project.programme text
        project.project_code text
        project.project_title text
        project.project_title_en text
        project.kind text
        project.kind_ru text
        project.work_area_code text
        project.work_area_name text
        project.cluster_code text
        project.cluster_name text
        project.area_type_code text
        project.area_type_name text
        project.lead_org_code text
        project.lead_org_name text
        project.participant_codes text
        project.participant_count bigint
        project.instrument_codes text
        project.action_codes text
        project.start_text text
        project.end_text text
        project.start_on date
        project.end_on date
        project.status text
        project.status_ru text
        project.budget_mrub numeric
        project.extra_budget_mrub numeric
        project.jobs_planned numeric
        project.details_provenance text
        project.numbers_provenance text
        project.provenance text
        project.evidence text
        project.source_note text
        project.imported_by text
        project.imported_at timestamp with time zone
        project.import_message_id text
        project.is_current boolean
        project_portfolio.programme text
        project_portfolio.kind text
        project_portfolio.kind_ru text
        project_portfolio.cluster_code text
        project_portfolio.cluster_name text
        project_portfolio.area_type_code text
        project_portfolio.area_type_name text
        project_portfolio.project_count bigint
        project_portfolio.completed_count bigint
        project_portfolio.budget_mrub numeric
        project_portfolio.extra_budget_mrub numeric
        project_portfolio.public_budget_mrub numeric
        project_portfolio.wanted_mrub numeric
        project_portfolio.applied_mrub numeric
        project_portfolio.granted_mrub numeric
        project_portfolio.spent_mrub numeric
        project_portfolio.unmet_mrub numeric
        project_portfolio.use_count bigint
        project_portfolio.jobs_planned numeric
        project_portfolio.sample_count bigint
        project_portfolio.provenance text
        queue_depth.organisation_code text
        queue_depth.organisation_name text
        queue_depth.message_count bigint
        queue_depth.acknowledged_count bigint
        queue_depth.waiting_count bigint
        queue_depth.oldest_waiting_at timestamp with time zone
        queue_depth.oldest_waiting_seconds bigint
        registry_history.programme text
        registry_history.file text
        registry_history.key text
        registry_history.change text
        registry_history.earlier_values jsonb
        registry_history.valid_from_at timestamp with time zone
        registry_history.valid_to_at timestamp with time zone
        registry_history.provenance text
        registry_history.evidence text
        registry_history.source_note text
        registry_history.changed_by text
        registry_history.import_message_id text
        roadmap_action.programme text
        roadmap_action.version text
        roadmap_action.action_code text
        roadmap_action.number integer
        roadmap_action.action_title text
        roadmap_action.action_title_en text
        roadmap_action.work_area_code text
        roadmap_action.work_area_name text
        roadmap_action.cluster_code text
        roadmap_action.cluster_name text
        roadmap_action.lead_org_code text
        roadmap_action.lead_org_name text
        roadmap_action.co_executor_codes text
        roadmap_action.co_executor_count bigint
        roadmap_action.instrument_codes text
        roadmap_action.instrument_count bigint
        roadmap_action.due_text text
        roadmap_action.due_on date
        roadmap_action.outcome text
        roadmap_action.status text
        roadmap_action.status_ru text
        roadmap_action.is_done boolean
        roadmap_action.is_remaining boolean
        roadmap_action.details_provenance text
        roadmap_action.status_provenance text
        roadmap_action.document_link text
        roadmap_action.provenance text
        roadmap_action.evidence text
        roadmap_action.source_note text
        roadmap_action.imported_by text
        roadmap_action.imported_at timestamp with time zone
        roadmap_action.import_message_id text
        roadmap_action.is_current boolean
        roadmap_completion.programme text
        roadmap_completion.version text
        roadmap_completion.work_area_code text
        roadmap_completion.work_area_name text
        roadmap_completion.is_total boolean
        roadmap_completion.action_count bigint
        roadmap_completion.done_count bigint
        roadmap_completion.in_progress_count bigint
        roadmap_completion.planned_count bigint
        roadmap_completion.overdue_count bigint
        roadmap_completion.withdrawn_count bigint
        roadmap_completion.remaining_count bigint
        roadmap_completion.done_pct numeric
        roadmap_completion.sample_count bigint
        roadmap_completion.sample_status_count bigint
        roadmap_completion.provenance text
        roadmap_completion.source_note text
        roadmap_version.programme text
        roadmap_version.version text
        roadmap_version.version_name text
        roadmap_version.version_name_en text
        roadmap_version.status text
        roadmap_version.status_ru text
        roadmap_version.status_on_text text
        roadmap_version.legal_basis text
        roadmap_version.action_count bigint
        roadmap_version.sample_count bigint
        roadmap_version.provenance text
        roadmap_version.evidence text
        roadmap_version.source_note text
        roadmap_version.imported_by text
        roadmap_version.imported_at timestamp with time zone
        roadmap_version.import_message_id text
        roadmap_version.is_current boolean
        webhook_health.webhook_id text
        webhook_health.organisation_code text
        webhook_health.organisation_name text
        webhook_health.host text
        webhook_health.description text
        webhook_health.policy text
        webhook_health.state text
        webhook_health.state_ru text
        webhook_health.reason text
        webhook_health.failing_since_at timestamp with time zone
        webhook_health.failing_seconds bigint
        webhook_health.attempt_count integer
        webhook_health.next_attempt_at timestamp with time zone
        webhook_health.last_status integer
        webhook_health.last_detail text
        webhook_health.last_delivered_at timestamp with time zone
        webhook_health.parked_count bigint
        webhook_health.created_at timestamp with time zone
        """
        .split(separator: "\n").map(String.init)
}
