"""The strengths of the mechanisms, as a world draws them."""

from dataclasses import dataclass

from sim.arrays import Array


@dataclass(frozen=True)
class Mechanisms:
    """Strengths of the mechanisms, one number a world, shape `(...)`; scenarios/mechanisms.toml explains them."""

    unknown_value: Array
    practical_gain: Array
    signing_cost: Array
    pact_weeks: Array
    after_pact: Array
    red_line_cost: Array
    discount: Array
    isolation_cost: Array
    crash_cost: Array
    limbo_cost: Array
    limbo_growth: Array
    title_kept: Array
    unbacked: Array
    pace: Array
    first_concession: Array
    text_haggle: Array
    denial: Array
    talks_last: Array
    session_every: Array
    float_pact: Array
    block_tolerance: Array
    optimism_weight: Array
    mediator_hope: Array
    influence: Array
    following: Array
    memory: Array
    legitimacy_start: Array
    legitimacy_session: Array
    legitimacy_text: Array
    legitimacy_report: Array
    legitimacy_summit: Array
    legitimacy_weight: Array
    coordination_start: Array
    consult_step: Array
    commit_step: Array
    commit_rate: Array
    commit_lead: Array
    coordination_weight: Array
    hazard_even: Array
    hazard_slope: Array
    heads_weight: Array
    great_weight: Array
    precedent_weight: Array
    precedent_start: Array
    precedent_voice: Array
    remedial: Array
    eve_weight: Array
    haste_weight: Array
    cover_weight: Array
    lobby_step: Array
    lobby_half_life: Array
    lobby_cap: Array
    visit_step: Array
    pledge: Array
    mission_unity: Array
    mission_retry: Array
    council_after: Array
    path_start: Array
    path_offer: Array
    path_taken: Array
    challenger_chance: Array
    vote_path: Array
    vote_tension: Array
    vote_loss: Array
    home_start: Array
    home_waiting: Array
    tension_start: Array
    tension_floor: Array
    tension_half_life: Array
    tension_declared: Array
    tension_eve: Array
    tension_recognition: Array
    incident_rate: Array
    incident_step: Array
    kfor_elasticity: Array
    reinforcement: Array
    contagion: Array
    flash_fade: Array
    quiet_share: Array
    risk_spread: Array
    threshold_middle: Array
    procedure_weeks: Array
    heads_error: Array
    leaning_band: Array
    vote_stray: Array
    pact_limbo: Array
    longer_weeks: Array
    tension_flash: Array
    precedent_flash: Array
    extension_weeks: Array
    soft_cost: Array
    path_lost: Array
    home_declared: Array
    home_lost: Array
