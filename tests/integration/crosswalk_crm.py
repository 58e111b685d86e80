"""A CRM that is a system of the company's own: its contracts and its staging models, with columns of its own (attr_…).

Belongs here: the system's folder. Doesn't belong here: its exports (crosswalk_company.py).
"""

CONTRACT = """
    version: 2
    sources:
      - name: crm
        database: landed
        schema: raw_crm
        description: The CRM.
        config: {meta: {landing: {load_mode: full}}}
        tables:
          - name: clients
            description: One row per client.
            config: {meta: {landing: {files: ["clients_*.csv"], key: [id]}}}
            columns:
              - {name: id, data_type: varchar, description: Number.}
              - {name: erp_no, data_type: varchar, description: Number in the ERP.}
              - {name: name, data_type: varchar, description: Name.}
              - {name: nip, data_type: varchar, description: Tax number.}
              - {name: town, data_type: varchar, description: Town.}
              - {name: branch, data_type: varchar, description: Branch.}
              - {name: consent, data_type: boolean, description: Whether we may write.}
              - {name: score, data_type: bigint, description: Our own score.}
          - name: people
            description: One row per user.
            config: {meta: {landing: {files: ["people_*.csv"], key: [id]}}}
            columns:
              - {name: id, data_type: varchar, description: Number.}
              - {name: name, data_type: varchar, description: Name.}
              - {name: mail, data_type: varchar, description: Address.}
          - name: articles
            description: One row per article.
            config: {meta: {landing: {files: ["articles_*.csv"], key: [id]}}}
            columns:
              - {name: id, data_type: varchar, description: Number.}
              - {name: name, data_type: varchar, description: Name.}
              - {name: barcode, data_type: varchar, description: EAN.}
              - {name: service, data_type: boolean, description: Whether it is a service.}
              - {name: shelf, data_type: varchar, description: Where it lies.}
          - name: orders
            description: One row per order.
            config: {meta: {landing: {files: ["orders_*.csv"], key: [id]}}}
            columns:
              - {name: id, data_type: varchar, description: Number.}
              - {name: client, data_type: varchar, description: Client.}
              - {name: day, data_type: date, description: Day.}
              - {name: mood, data_type: varchar, description: Mood of the buyer.}
          - name: contacts
            description: One row per interaction.
            config: {meta: {landing: {files: ["contacts_*.csv"], key: [id]}}}
            columns:
              - {name: id, data_type: varchar, description: Number.}
              - {name: client, data_type: varchar, description: Client.}
              - {name: person, data_type: varchar, description: User.}
              - {name: day, data_type: date, description: Day.}
          - name: deals
            description: One row per deal.
            config: {meta: {landing: {files: ["deals_*.csv"], key: [id]}}}
            columns:
              - {name: id, data_type: varchar, description: Number.}
              - {name: client, data_type: varchar, description: Client.}
              - {name: article, data_type: varchar, description: Article.}
              - {name: day, data_type: date, description: Day.}
"""

CUSTOMERS_SQL = """
    select
        id as customer_id,
        erp_no as master_customer_id,
        name as customer_name,
        nip as tax_id,
        town as city,
        branch as industry,
        consent as has_marketing_consent,
        score as attr_score,
        valid_from_date,
        valid_to_date,
        _from_load_id as source_load_id,
    from {{ landed_history('crm', 'clients') }}
"""

_STAGING = "models/staging/crm"

FOLDER = {
    f"{_STAGING}/_crm__sources.yml": CONTRACT,
    f"{_STAGING}/stg_crm__customers.sql": CUSTOMERS_SQL,
    f"{_STAGING}/stg_crm__employees.sql": """
        select
            id as employee_id,
            name as employee_name,
            mail as email,
            _from_load_id as source_load_id,
        from {{ landed('crm', 'people') }}
    """,
    f"{_STAGING}/stg_crm__products.sql": """
        select
            id as product_id,
            name as product_name,
            barcode as ean,
            service as is_service,
            shelf as attr_shelf,
            _from_load_id as source_load_id,
        from {{ landed('crm', 'articles') }}
    """,
    f"{_STAGING}/stg_crm__orders.sql": """
        select
            id as order_id,
            client as customer_id,
            day as order_date,
            mood as attr_mood,
            _from_load_id as source_load_id,
        from {{ landed('crm', 'orders') }}
    """,
    f"{_STAGING}/stg_crm__activities.sql": """
        select
            id as activity_id,
            'call' as activity_kind,
            client as customer_id,
            person as employee_id,
            day as activity_date,
            _from_load_id as source_load_id,
        from {{ landed('crm', 'contacts') }}
    """,
    f"{_STAGING}/stg_crm__opportunities.sql": """
        select
            id as opportunity_id,
            client as customer_id,
            article as product_id,
            cast(day as timestamp) as created_date,
            'open' as status,
            _from_load_id as source_load_id,
        from {{ landed('crm', 'deals') }}
    """,
}
