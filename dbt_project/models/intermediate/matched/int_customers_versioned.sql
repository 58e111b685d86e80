{{ golden_versions('customers', 'customer_id') }}
