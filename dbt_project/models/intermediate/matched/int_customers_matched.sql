-- A declared id is certain, a tax number nearly so; name and place together are a good guess, unless tax number or kind differ.
{{
    match_members('customers', 'customer_id', [
        {
            'name': 'erased', 'confidence': 1,
            'lower': erased_person('members.source_id'), 'higher': erased_person('golden.source_id')
        },
        {
            'name': 'declared_id', 'confidence': 1, 'is_declared': true,
            'lower': 'members.master_customer_id', 'higher': 'golden.source_id'
        },
        {
            'name': 'tax_id', 'confidence': 0.95,
            'lower': plain_text('members.tax_id'), 'higher': plain_text('golden.tax_id')
        },
        {
            'name': 'name_and_city', 'confidence': 0.7,
            'lower': plain_text('members.customer_name') ~ " || '|' || " ~ plain_text('members.city'),
            'higher': plain_text('golden.customer_name') ~ " || '|' || " ~ plain_text('golden.city'),
            'unless': plain_text('members.tax_id') ~ ' <> ' ~ plain_text('golden.tax_id')
                ~ ' or members.customer_type <> golden.customer_type'
        },
    ])
}}
